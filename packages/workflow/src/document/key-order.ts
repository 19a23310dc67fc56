/** Fields of a trigger that hold a JSON value of somebody's own; in the others the fields are the program's. */
const ownValues: ReadonlySet<unknown> = new Set(["body", "default", "schema"]);

/**
 * Whether the order of the keys of an object at this place of a document is part of what it says. It is below the fields of
 * a node's config and in its pin: a body is sent, and the fields of a Set node stand in its output, in the order in which
 * they were written. The fields of the config itself, the nodes, the layout and the settings have no order.
 */
export function keepsKeyOrder(at: readonly unknown[]): boolean {
  const [root, key, part] = at;
  if (root === "nodes") return at.length > 3 && (part === "config" || part === "pin");
  return root === "trigger" && key === "config" && at.slice(3).some((step) => ownValues.has(step));
}
