import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { functionPage, functionPagePath, languages } from "./function-page.ts";
import { receivingPage, receivingPagePath } from "./receiving-page.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const pages = [
  { path: functionPagePath, text: functionPage },
  { path: receivingPagePath, text: receivingPage },
];
for (const { path, text } of pages) {
  for (const language of languages) {
    writeFileSync(join(root, path[language]), text(language));
    process.stdout.write(`wrote ${path[language]}\n`);
  }
}
