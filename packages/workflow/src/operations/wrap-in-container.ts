import { z } from "zod";
import { nodeKeySchema, nodeSchema, portSchema, type WorkflowDocument } from "../document/schema.ts";
import { graphOf, scopeOf, triggerKey } from "../graph/graph.ts";
import { reachableFrom } from "../graph/reach.ts";
import { outermost, standingIn } from "./bodies.ts";
import { distinctEdges, edgeFrom, withEdges } from "./edges.ts";
import { checkKey, keyFor, nodeOf } from "./node-keys.ts";
import { OperationError } from "./operation-error.ts";
import { positionSchema, withPositions } from "./positions.ts";

/**
 * Puts a new container around nodes of one scope; what stands in containers among them goes along. Edges that led to
 * them from outside lead to the container, and those that led out leave it by `port` (`out` when left out): its first
 * exit. `key` is made from the name (or the type) when left out.
 */
export const wrapInContainerSchema = z.strictObject({
  op: z.literal("wrap-in-container"),
  keys: z.array(nodeKeySchema).min(1),
  key: nodeKeySchema.optional(),
  node: nodeSchema.omit({ parent: true }),
  port: portSchema.optional(),
  at: positionSchema.optional(),
});

export function wrapInContainer(
  document: WorkflowDocument,
  operation: z.infer<typeof wrapInContainerSchema>,
): WorkflowDocument {
  const { node, port = "out", at } = operation;
  for (const key of operation.keys) nodeOf(document, key);
  const wrapped = new Set(outermost(document, operation.keys));
  const [scope = triggerKey, ...others] = new Set([...wrapped].map((key) => scopeOf(document, key)));
  if (wrapped.size === 0 || others.length > 0) {
    throw new OperationError("several-scopes", "nodes of different containers cannot be wrapped together");
  }
  refuseReturning(document, wrapped);
  const key = operation.key ?? keyFor(document, node.name ?? node.type);
  checkKey(key);
  if (Object.hasOwn(document.nodes, key))
    throw new OperationError("key-taken", `there is a node "${key}" already`);

  const around = scope === triggerKey ? undefined : scope;
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([one, its]) => [one, wrapped.has(one) ? standingIn(its, key) : its]),
  );
  const edges = document.edges.map((edge) => {
    const [from, to] = [wrapped.has(edge.from), wrapped.has(edge.to)];
    if (from === to) return edge;
    return to ? edgeFrom({ ...edge, to: key }) : edgeFrom({ from: key, port, to: edge.to });
  });
  const container = around === undefined ? node : { ...node, parent: around };
  const next = { ...withEdges(document, distinctEdges(edges)), nodes: { ...nodes, [key]: container } };
  return at === undefined ? next : withPositions(next, { [key]: at });
}

/** A way that leaves the nodes and comes back would lead the container to itself. */
function refuseReturning(document: WorkflowDocument, wrapped: ReadonlySet<string>): void {
  const graph = graphOf(document);
  const left = new Set<string>();
  for (const { from, to } of document.edges) {
    if (!wrapped.has(from) || wrapped.has(to) || left.has(to)) continue;
    for (const key of reachableFrom(graph, to)) {
      left.add(key);
      if (wrapped.has(key)) {
        throw new OperationError(
          "way-returns",
          `a way leads from these nodes over "${to}" back to "${key}"; wrap what lies between as well`,
        );
      }
    }
  }
}
