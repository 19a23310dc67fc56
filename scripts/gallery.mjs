// `npm run gallery`: a picture of every screen of the editor in every look, to be looked at (e2e/gallery/README.md).
import { join } from "node:path";
import { ensureEditorBuilt } from "./steps/build-editor.mjs";
import { ensureServerBuilt } from "./steps/build-server.mjs";
import { ensureChromium } from "./steps/chromium.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { projectNode, root } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";

await ensureInstalled();
process.env.CHROMIUM_PATH = await ensureChromium();
await ensureEditorBuilt();
await ensureServerBuilt();
become(projectNode(), [join(root, "e2e", "gallery", "run.ts"), ...process.argv.slice(2)]);
