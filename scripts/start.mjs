// `npm start -- --port 4100 --data ./data`: installs, builds and starts Sluice. Everything behind `--` goes to `sluice start`.
import { join } from "node:path";
import { ensureEditorBuilt } from "./steps/build-editor.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { nodeFlags, projectNode, root } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";
import { say } from "./steps/say.mjs";

await ensureInstalled();
await ensureEditorBuilt();
say("starting …");
const main = join(root, "packages", "server", "src", "main.ts");
become(projectNode(), [...nodeFlags, main, "start", ...process.argv.slice(2)]);
