import type { Finding } from "@sluice/workflow/check";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { type FormField, formOf, type Language, type NodeTypes } from "@sluice/workflow/node-contract";
import { ownField } from "../../document/own-field.ts";
import { definitionOf } from "../../document/ports.ts";

/** The node that a finding belongs to (that of an edge: where it begins), `trigger`, or null for the workflow as a whole. */
export function nodeOfFinding({ at }: Finding, edges: WorkflowDocument["edges"]): string | null {
  const [root, key] = at;
  if (root === "trigger") return "trigger";
  if (root === "nodes" && typeof key === "string") return key;
  return root === "edges" && typeof key === "number" ? (edges[key]?.from ?? null) : null;
}

/** What the form calls the setting that a finding is about, from the outermost in: `["Cases", "2", "When"]`. */
export function fieldOfFinding(
  { at }: Finding,
  { nodes, types, language }: { nodes: WorkflowDocument["nodes"]; types: NodeTypes; language: Language },
): readonly string[] {
  const [root, key, part, ...path] = at;
  const node = root === "nodes" && typeof key === "string" ? ownField(nodes, key) : undefined;
  const definition = node && definitionOf(types, node.type);
  if (!definition || part !== "config") return [];
  const words: string[] = [];
  let fields: readonly FormField[] = formOf(definition);
  for (const step of path) {
    if (typeof step === "number") {
      words.push(String(step + 1));
      continue;
    }
    const field = fields.find(({ name }) => name === step);
    if (!field) break;
    words.push(field.label[language]);
    fields = field.children ?? [];
  }
  return words;
}
