// `npm run bench -- <name>`: a bench under the project's own Node.js.
import { join } from "node:path";
import { ensureInstalled } from "./steps/install.mjs";
import { projectNode, root } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";

await ensureInstalled();
become(projectNode(), [join(root, "bench", "run.ts"), ...process.argv.slice(2)]);
