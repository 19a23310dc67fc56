import { z } from "zod";
import { nodeKeySchema, type WorkflowDocument, type WorkflowEdge } from "../document/schema.ts";
import { scopeOf, triggerKey } from "../graph/graph.ts";
import { outermost, standingIn, withInside } from "./bodies.ts";
import { withEdges } from "./edges.ts";
import { nodeOf } from "./node-keys.ts";
import { OperationError } from "./operation-error.ts";

/**
 * Moves nodes into a container, or (without `parent`) out of all of them; what stands in containers among them goes
 * along. Edges that would cross a border afterwards go: `edgesCut` says which.
 */
export const setParentSchema = z.strictObject({
  op: z.literal("set-parent"),
  keys: z.array(nodeKeySchema).min(1),
  parent: nodeKeySchema.optional(),
});

type SetParent = z.infer<typeof setParentSchema>;

export function setParent(document: WorkflowDocument, operation: SetParent): WorkflowDocument {
  const { parent } = operation;
  const moved = movedBy(document, operation);
  const cut = new Set(edgesCut(document, operation));
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([key, node]) => [
      key,
      moved.has(key) ? standingIn(node, parent) : node,
    ]),
  );
  const edges = document.edges.filter((edge) => !cut.has(edge));
  return { ...withEdges(document, edges), nodes };
}

/** The edges that a `set-parent` takes away. Throws as the operation does. */
export function edgesCut(document: WorkflowDocument, operation: SetParent): WorkflowEdge[] {
  const moved = movedBy(document, operation);
  const { parent = triggerKey } = operation;
  const scope = (key: string) => (moved.has(key) ? parent : scopeOf(document, key));
  return document.edges.filter(
    ({ from, to }) => (moved.has(from) || moved.has(to)) && scope(from) !== scope(to),
  );
}

function movedBy(document: WorkflowDocument, { keys, parent }: SetParent): Set<string> {
  for (const key of keys) nodeOf(document, key);
  if (parent !== undefined) {
    nodeOf(document, parent);
    if (withInside(document, keys).has(parent)) {
      throw new OperationError("inside-itself", `"${parent}" cannot stand inside of itself`);
    }
  }
  return new Set(outermost(document, keys));
}
