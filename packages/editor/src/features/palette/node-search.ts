import type { Language, NodeDefinition, NodeKind, NodeTypes } from "@sluice/workflow/node-contract";
import { fold } from "../../i18n/fold.ts";

/** Kinds in the order the palette lists them. */
export const kindOrder: readonly NodeKind[] = ["logic", "answer", "data", "reach"];

/**
 * The node types whose name or description holds every word of `search`, in the order of the palette;
 * types whose name begins with it come first.
 */
export function findNodeTypes(
  types: NodeTypes,
  search: string,
  language: Language,
): readonly NodeDefinition[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  const listed = kindOrder.flatMap((kind) => Object.values(types).filter((type) => type.kind === kind));
  const found = listed.filter((type) => {
    const text = fold(`${type.title[language]} ${type.summary[language]} ${type.type}`);
    return words.every((word) => text.includes(word));
  });
  const first = words[0];
  if (first === undefined) return found;
  const rank = (type: NodeDefinition) => (fold(type.title[language]).startsWith(first) ? 0 : 1);
  return [...found].sort((one, other) => rank(one) - rank(other));
}
