// `npm start -- --port 4100 --data ./data`: installs, builds and starts Sluice. Everything behind `--` goes to `sluice start`.
import { ensureEditorBuilt } from "./steps/build-editor.mjs";
import { ensureServerBuilt } from "./steps/build-server.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { nodeFlags, projectNode, serverMain } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";
import { say } from "./steps/say.mjs";

await ensureInstalled();
await ensureEditorBuilt();
await ensureServerBuilt();
say("starting …");
become(projectNode(), [...nodeFlags, serverMain, "start", ...process.argv.slice(2)]);
