import type { WorkflowDocument } from "../document/schema.ts";
import { scopesAround } from "../graph/graph.ts";

type Nodes = Pick<WorkflowDocument, "nodes">;

/** These nodes with all that stands in the containers among them. Linear in the nodes, whatever stands in each other. */
export function withInside({ nodes }: Nodes, keys: Iterable<string>): Set<string> {
  const bodies = new Map<string, string[]>();
  for (const [key, { parent }] of Object.entries(nodes)) {
    if (parent === undefined) continue;
    const body = bodies.get(parent);
    if (body === undefined) bodies.set(parent, [key]);
    else body.push(key);
  }
  const found = new Set(keys);
  for (const key of found) for (const inner of bodies.get(key) ?? []) found.add(inner);
  return found;
}

/** Those of the nodes that stand in none of the others, each once. */
export function outermost(document: Nodes, keys: readonly string[]): string[] {
  const all = new Set(keys);
  return [...all].filter(
    (key) => !scopesAround(document, key).some((scope) => scope !== key && all.has(scope)),
  );
}

/** The node in another container, or (`undefined`) in none. */
export function standingIn<Node extends { parent?: string | undefined }>(
  node: Node,
  parent: string | undefined,
): Node {
  if (node.parent === parent) return node;
  const { parent: _left, ...free } = node;
  return (parent === undefined ? free : { ...free, parent }) as Node;
}
