import { z } from "zod";
import { nodeKeySchema, nodeSchema, portSchema, type WorkflowDocument } from "../document/schema.ts";
import { edgeFrom, edgeIndex, edgeReferenceSchema, exitSchema, withEdge } from "./edges.ts";
import { checkKey, keyFor } from "./node-keys.ts";
import { OperationError } from "./operation-error.ts";
import { positionSchema, withPositions } from "./positions.ts";

/**
 * Adds a node. `key` is made from the name (or the type) when left out. `after` connects it behind an exit; `onEdge`
 * puts it into an edge, which then goes on from `exit` (`out` when left out; null: the way ends at the new node).
 */
export const addNodeSchema = z.strictObject({
  op: z.literal("add-node"),
  key: nodeKeySchema.optional(),
  node: nodeSchema,
  at: positionSchema.optional(),
  after: exitSchema.optional(),
  onEdge: edgeReferenceSchema.optional(),
  exit: portSchema.nullable().optional(),
});

export function addNode(
  document: WorkflowDocument,
  operation: z.infer<typeof addNodeSchema>,
): WorkflowDocument {
  const { node, at, after, onEdge, exit = "out" } = operation;
  const key = operation.key ?? keyFor(document, node.name ?? node.type);
  checkKey(key);
  if (Object.hasOwn(document.nodes, key))
    throw new OperationError("key-taken", `there is a node "${key}" already`);
  let next: WorkflowDocument = { ...document, nodes: { ...document.nodes, [key]: node } };
  if (at !== undefined) next = withPositions(next, { [key]: at });
  if (onEdge !== undefined) {
    const index = edgeIndex(document, onEdge);
    const onward = exit === null ? [] : [edgeFrom({ from: key, port: exit, to: onEdge.to })];
    next = { ...next, edges: next.edges.toSpliced(index, 1, edgeFrom({ ...onEdge, to: key }), ...onward) };
  }
  return after === undefined ? next : withEdge(next, { ...after, to: key });
}
