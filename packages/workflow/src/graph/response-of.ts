import type { WorkflowDocument } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";

/** How a visit of this node answers the sender; undefined when it does not. */
export function answerOf(
  document: Pick<WorkflowDocument, "nodes">,
  types: NodeTypes,
  key: string,
): "stop" | "continue" | undefined {
  const node = document.nodes[key];
  if (node === undefined || node.disabled || !Object.hasOwn(types, node.type)) return undefined;
  return types[node.type]?.answers?.(node.config);
}
