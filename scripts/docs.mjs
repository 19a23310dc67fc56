// `npm run docs`: writes the pages of the guide that are made from the sources (functions.md and receiving.md, in docs and docs/fr).
import { join } from "node:path";
import { ensureInstalled } from "./steps/install.mjs";
import { projectNode, root } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";

await ensureInstalled();
become(projectNode(), [join(root, "scripts", "docs", "write.ts")]);
