// `npm run docs`: writes the pages of the guide that are made from the sources (docs/functions.md, docs/fr/functions.md).
import { join } from "node:path";
import { ensureInstalled } from "./steps/install.mjs";
import { projectNode, root } from "./steps/paths.mjs";
import { become } from "./steps/run.mjs";

await ensureInstalled();
become(projectNode(), [join(root, "scripts", "docs", "write.ts")]);
