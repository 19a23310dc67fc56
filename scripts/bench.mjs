// `npm run bench -- <name>`: a bench under the project's own Node.js.
import { join } from "node:path";
import { ensureEditorBuilt } from "./steps/build-editor.mjs";
import { ensureServerBuilt } from "./steps/build-server.mjs";
import { ensureChromium } from "./steps/chromium.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { projectNode, root } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";

await ensureInstalled();
await ensureServerBuilt();
if (process.argv[2] === "paint") {
  process.env.CHROMIUM_PATH = await ensureChromium();
  await ensureEditorBuilt();
}
become(projectNode(), [join(root, "bench", "run.ts"), ...process.argv.slice(2)]);
