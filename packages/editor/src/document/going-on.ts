import type { WorkflowDocument } from "@sluice/workflow/document";
import type { JsonObject, NodeTypes } from "@sluice/workflow/node-contract";
import type { Operation } from "@sluice/workflow/operations";
import { definitionOf } from "./ports.ts";

/**
 * A config with which what is drawn behind the exit of an answer runs, as whoever draws there means it to; undefined where it
 * does so already. The field `then` is what every type that answers has for it.
 */
export function goingOn(
  types: NodeTypes,
  node: { type: string; config: JsonObject },
): JsonObject | undefined {
  const answers = definitionOf(types, node.type)?.answers;
  if (answers?.(node.config) !== "stop") return undefined;
  const config = { ...node.config, then: "continue" };
  return answers(config) === "continue" ? config : undefined;
}

/** What makes the node of an exit go on there, in the same step that draws an edge from it. */
export function goOnFrom(
  document: WorkflowDocument,
  types: NodeTypes,
  { from, port }: { from: string; port: string },
): readonly Operation[] {
  const node = Object.hasOwn(document.nodes, from) ? document.nodes[from] : undefined;
  const config = node && port === "out" ? goingOn(types, node) : undefined;
  return config === undefined ? [] : [{ op: "set-config", key: from, config }];
}
