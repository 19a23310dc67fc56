import { z } from "zod";
import { nodeKeySchema, type WorkflowDocument } from "../document/schema.ts";
import { withInside } from "./bodies.ts";
import { edgeFrom, sameEdge, withEdges } from "./edges.ts";
import { nodeOf } from "./node-keys.ts";
import { withoutPositions } from "./positions.ts";

/**
 * Removes nodes with their edges and places. `bridge`: a node with exactly one way in and one way out leaves a
 * direct edge behind, as if it had been taken out of a chain. A container goes with all that stands in it (`unwrap` keeps
 * its body).
 */
export const removeNodesSchema = z.strictObject({
  op: z.literal("remove-nodes"),
  keys: z.array(nodeKeySchema).min(1),
  bridge: z.boolean().optional(),
});

export function removeNodes(
  document: WorkflowDocument,
  { keys, bridge = false }: z.infer<typeof removeNodesSchema>,
): WorkflowDocument {
  for (const key of keys) nodeOf(document, key);
  let { edges } = document;
  for (const key of keys) {
    const incoming = edges.filter((edge) => edge.to === key);
    const outgoing = edges.filter((edge) => edge.from === key);
    if (incoming.length + outgoing.length === 0) continue;
    edges = edges.filter((edge) => edge.to !== key && edge.from !== key);
    const [into] = incoming;
    const [from] = outgoing;
    if (!bridge || incoming.length !== 1 || outgoing.length !== 1 || !into || !from) continue;
    const direct = edgeFrom({ ...into, to: from.to });
    const pointless = direct.from === direct.to || edges.some((edge) => sameEdge(edge, direct));
    if (!pointless) edges = [...edges, direct];
  }
  const gone = withInside(document, keys);
  const nodes = Object.fromEntries(Object.entries(document.nodes).filter(([key]) => !gone.has(key)));
  const left = edges.filter(({ from, to }) => !gone.has(from) && !gone.has(to));
  return withoutPositions({ ...withEdges(document, left), nodes }, gone);
}
