import { z } from "zod";
import { nodeKeySchema, type WorkflowDocument } from "../document/schema.ts";
import { edgeFrom, sameEdge } from "./edges.ts";
import { nodeOf } from "./node-keys.ts";
import { withoutPositions } from "./positions.ts";

/**
 * Removes nodes with their edges and places. `bridge`: a node with exactly one way in and one way out leaves a
 * direct edge behind, as if it had been taken out of a chain. What stood in a removed container then stands in the one
 * around it.
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
  const gone = new Set(keys);
  const nodes = Object.fromEntries(
    Object.entries(document.nodes)
      .filter(([key]) => !gone.has(key))
      .map(([key, node]) => {
        if (node.parent === undefined || !gone.has(node.parent)) return [key, node];
        const { parent: _removed, ...free } = node;
        const parent = survivorAround(document, node.parent, gone);
        return [key, parent === undefined ? free : { ...free, parent }];
      }),
  );
  return withoutPositions({ ...document, nodes, edges }, gone);
}

/** The nearest container that stays, from a removed one outwards. */
function survivorAround(
  document: WorkflowDocument,
  removed: string,
  gone: ReadonlySet<string>,
): string | undefined {
  const passed = new Set<string>();
  let at: string | undefined = removed;
  while (at !== undefined && gone.has(at)) {
    // Containers that stand in each other are saved with a finding.
    if (passed.has(at)) return undefined;
    passed.add(at);
    at = document.nodes[at]?.parent;
  }
  return at;
}
