// `npm run fixtures`: makes the backups that the test of upgrades restores, one of each database with today's tables.
import { join } from "node:path";
import { ensureInstalled } from "./steps/install.mjs";
import { nodeFlags, projectNode, root } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";

await ensureInstalled();
const program = join(root, "packages", "server", "src", "stores", "testing", "make-fixtures.ts");
become(projectNode(), [...nodeFlags, program]);
