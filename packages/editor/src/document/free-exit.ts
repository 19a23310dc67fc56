import type { WorkflowDocument } from "@sluice/workflow/document";
import type { NodeTypes } from "@sluice/workflow/node-contract";
import { definitionOf, portsOf } from "./ports.ts";
import { portOf, type Selection } from "./selection.ts";

/**
 * The exit that a node added now would follow: the selected node's first free one, or the trigger's while it leads
 * nowhere. Behind a node that ends the way, and for a second answer behind an answer (which nobody would hear), it is
 * the nearest free exit of a branch before: so that the answers of a condition are two clicks.
 */
export function freeExit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  selection: Selection;
  /** Type of the node to be added, where that is known. */
  type?: string | undefined;
}): { from: string; port: string } | null {
  const { document, types, selection, type } = given;
  const leaves = new Set(document.edges.map((edge) => `${edge.from}:${portOf(edge)}`));
  const answers = (one: string | undefined) =>
    one !== undefined && definitionOf(types, one)?.kind === "answer";
  const exitsOf = (key: string): readonly string[] => {
    const node = document.nodes[key];
    return node ? portsOf({ node, types, language: "en" }).map(({ port }) => port) : ["out"];
  };
  const freeOf = (from: string) => {
    const port = exitsOf(from).find((one) => !leaves.has(`${from}:${one}`));
    return port === undefined ? null : { from, port };
  };
  const atTrigger = freeOf("trigger");
  const [chosen] = selection.nodes;
  if (chosen === undefined || selection.nodes.length > 1) return atTrigger;
  const own = freeOf(chosen);
  const ends = exitsOf(chosen).length === 0 || (answers(type) && answers(document.nodes[chosen]?.type));
  if (own !== null && !ends) return own;
  const branch = ends
    ? ancestorsOf(document, chosen)
        .map(freeOf)
        .find((exit) => exit !== null)
    : null;
  return branch ?? own ?? atTrigger;
}

/** The nodes that lead to a node, nearest first. */
function ancestorsOf(document: WorkflowDocument, key: string): readonly string[] {
  const found = new Set([key]);
  for (const one of found) {
    for (const edge of document.edges) if (edge.to === one) found.add(edge.from);
  }
  return [...found].slice(1);
}
