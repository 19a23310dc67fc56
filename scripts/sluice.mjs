// `npm run -s sluice -- <command>`: any command of the command line; standard output is the command's alone.
import { ensureServerBuilt } from "./steps/build-server.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { nodeFlags, projectNode, serverMain } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";

await ensureInstalled();
await ensureServerBuilt();
become(projectNode(), [...nodeFlags, serverMain, ...process.argv.slice(2)]);
