import { z } from "zod";
import { nodeKeySchema, portSchema, type WorkflowDocument, type WorkflowEdge } from "../document/schema.ts";
import { standingIn } from "./bodies.ts";
import { distinctEdges, edgeFrom, exitSchema, withEdges } from "./edges.ts";
import { nodeOf } from "./node-keys.ts";
import { OperationError } from "./operation-error.ts";
import { withoutPositions } from "./positions.ts";

/**
 * Dissolves a container: its body stands in its place. What led to it leads to where the body begins; what left it by
 * `port` (`out` when left out) leaves by `exits` of the body, by default `out` of each node that no edge leaves. Edges
 * from its other exits go. Around an empty body the edges are joined.
 */
export const unwrapSchema = z.strictObject({
  op: z.literal("unwrap"),
  key: nodeKeySchema,
  port: portSchema.optional(),
  exits: z.array(exitSchema).optional(),
});

export function unwrap(
  document: WorkflowDocument,
  { key, port = "out", exits }: z.infer<typeof unwrapSchema>,
): WorkflowDocument {
  const container = nodeOf(document, key);
  const body = new Set(
    Object.keys(document.nodes).filter((one) => one !== key && document.nodes[one]?.parent === key),
  );
  for (const { from } of exits ?? []) {
    if (!body.has(from)) throw new OperationError("no-such-node", `"${from}" does not stand in "${key}"`);
  }
  const around = container.parent === key ? undefined : container.parent;
  const nodes = Object.fromEntries(
    Object.entries(document.nodes)
      .filter(([one]) => one !== key)
      // Of two containers that stand in each other one is left, in none.
      .map(([one, node]) => [
        one,
        body.has(one) ? standingIn(node, around === one ? undefined : around) : node,
      ]),
  );
  const isInside = ({ from, to }: WorkflowEdge) => body.has(from) && body.has(to);
  const led = new Set(document.edges.filter(isInside).map(({ to }) => to));
  const left = new Set(document.edges.filter(isInside).map(({ from }) => from));
  const begins = [...body].filter((one) => !led.has(one));
  const ends = exits ?? [...body].filter((one) => !left.has(one)).map((from) => ({ from }));
  const outside = document.edges.filter(
    ({ from, to }) => !(from === key && (to === key || body.has(to))) && !(to === key && body.has(from)),
  );
  const onward = new Set(outside.filter((edge) => edge.from === key && (edge.port ?? "out") === port));
  const edges = outside.flatMap((edge): WorkflowEdge[] => {
    if (edge.to === key) {
      const to = body.size === 0 ? [...onward].map((next) => next.to) : begins;
      return to.map((one) => edgeFrom({ ...edge, to: one }));
    }
    if (edge.from !== key) return [edge];
    return onward.has(edge) ? ends.map((end) => edgeFrom({ ...end, to: edge.to })) : [];
  });
  const next = { ...withEdges(document, distinctEdges(edges)), nodes };
  return withoutPositions(next, new Set([key]));
}
