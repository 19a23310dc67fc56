// `npm run package`: makes dist/sluice-<version>.tgz, the package that `npm install` and `npx` take: the server bundled to
// JavaScript with the built editor inside.
import { join } from "node:path";
import { ensureEditorBuilt } from "./steps/build-editor.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { projectNode, root } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";
import { say } from "./steps/say.mjs";

await ensureInstalled();
await ensureEditorBuilt();
say("packing …");
become(projectNode(), [join(root, "scripts", "package", "build.ts"), ...process.argv.slice(2)]);
