import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { functionPage, functionPagePath, languages } from "./function-page.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
for (const language of languages) {
  writeFileSync(join(root, functionPagePath[language]), functionPage(language));
  process.stdout.write(`wrote ${functionPagePath[language]}\n`);
}
