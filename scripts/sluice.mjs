// `npm run -s sluice -- <command>`: any command of the command line; standard output is the command's alone.
import { join } from "node:path";
import { ensureInstalled } from "./steps/install.mjs";
import { nodeFlags, projectNode, root } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";

await ensureInstalled();
const main = join(root, "packages", "server", "src", "main.ts");
become(projectNode(), [...nodeFlags, main, ...process.argv.slice(2)]);
