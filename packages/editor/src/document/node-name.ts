import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Language, NodeTypes } from "@sluice/workflow/node-contract";
import { ownField } from "./own-field.ts";
import { definitionOf } from "./ports.ts";

/** What a node's card is called: as somebody named it, else as its type is called, else its key. */
export function nodeName(given: {
  nodes: WorkflowDocument["nodes"];
  key: string;
  types: NodeTypes;
  language: Language;
}): string {
  const node = ownField(given.nodes, given.key);
  return node?.name || (node && definitionOf(given.types, node.type)?.title[given.language]) || given.key;
}
