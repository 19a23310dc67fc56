import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { definitions } from "../../packages/nodes/src/definitions.ts";
import { triggerTypes } from "../../packages/workflow/src/document/trigger-types.ts";
import { formOf } from "../../packages/workflow/src/node-contract.ts";
import type { Language } from "./function-page.ts";
import { root } from "./guide.ts";

/** Every text that the editor shows in a language: its catalogues, and titles, fields and choices of triggers and nodes. */
export function screenWords(language: Language): Set<string> {
  const words = new Set<string>();
  const folder = join(root, "packages/editor/src/i18n", language);
  for (const name of readdirSync(folder))
    collect(JSON.parse(readFileSync(join(folder, name), "utf8")), words);
  for (const { title } of Object.values(triggerTypes)) words.add(title[language]);
  for (const definition of Object.values(definitions)) {
    collectTexts(definition, language, words);
    collectTexts(formOf(definition), language, words);
  }
  return words;
}

function collect(value: unknown, words: Set<string>): void {
  if (typeof value === "string") words.add(value);
  else if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) collect(part, words);
}

/** Texts of the node contract: `{ en, fr }`, wherever they stand. */
function collectTexts(
  value: unknown,
  language: Language,
  words: Set<string>,
  seen = new Set<unknown>(),
): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  const text = (value as Partial<Record<Language, unknown>>)[language];
  if (typeof text === "string") words.add(text);
  for (const part of Object.values(value)) collectTexts(part, language, words, seen);
}
