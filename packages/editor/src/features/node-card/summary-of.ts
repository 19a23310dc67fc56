import type { JsonObject, Language, NodeDefinition } from "@sluice/workflow/node-contract";

/** One line about a node: what its settings say, else its type. Empty for a type that is not known. */
export function summaryOf(
  definition: NodeDefinition | undefined,
  config: JsonObject,
  language: Language,
): string {
  if (!definition) return "";
  return definition.summarize?.(config, language) || definition.title[language];
}
