import { z } from "zod";
import { nodeKeySchema, type WorkflowDocument } from "../document/schema.ts";
import { checkKey, nodeOf } from "./node-keys.ts";
import { OperationError } from "./operation-error.ts";
import { renameReferences } from "./references.ts";

/** Changes a node's key and, in the same operation, every reference to it. The order of the nodes stays. */
export const renameKeySchema = z.strictObject({
  op: z.literal("rename-key"),
  from: nodeKeySchema,
  to: z.string(),
});

export function renameKey(
  document: WorkflowDocument,
  { from, to }: z.infer<typeof renameKeySchema>,
): WorkflowDocument {
  nodeOf(document, from);
  if (from === to) return document;
  checkKey(to);
  if (Object.hasOwn(document.nodes, to))
    throw new OperationError("key-taken", `there is a node "${to}" already`);

  const renamed = renameReferences(document, { steps: { from, to } });
  const nodes = Object.fromEntries(
    Object.entries(renamed.nodes).map(([key, node]) => [
      key === from ? to : key,
      node.parent === from ? { ...node, parent: to } : node,
    ]),
  );
  const edges = renamed.edges.map((edge) =>
    edge.from === from || edge.to === from
      ? { ...edge, from: edge.from === from ? to : edge.from, to: edge.to === from ? to : edge.to }
      : edge,
  );
  const layout = renamed.layout && {
    ...renamed.layout,
    nodes: Object.fromEntries(
      Object.entries(renamed.layout.nodes)
        // A place that is left over from a node of this key that is gone.
        .filter(([key]) => key !== to)
        .map(([key, place]) => [key === from ? to : key, place]),
    ),
    ...(renamed.layout.folded
      ? { folded: renamed.layout.folded.map((key) => (key === from ? to : key)) }
      : {}),
  };
  return { ...renamed, nodes, edges, ...(layout ? { layout } : {}) };
}
