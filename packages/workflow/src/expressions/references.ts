import type { AnyNode, Expression } from "acorn";

/** One place where an expression reads the scope. Offsets are UTF-16 units of the text it was found in. */
export interface Reference {
  /** As far as it is known without evaluating: `["steps", "isPaid", "amount"]`. */
  readonly path: readonly (string | number)[];
  readonly from: number;
  readonly to: number;
  /** The place of each part of the path; of a quoted key with its quotes. */
  readonly parts: readonly { readonly from: number; readonly to: number }[];
  /** It goes on with a key that is computed: `steps[trigger.name]` reads any of the steps. */
  readonly open: boolean;
  /** The expression itself reckons with its absence: left of `??`, `||` or `&&`, the test of `? :`, or behind such a test. */
  readonly guarded?: boolean;
  /** It is a parameter `({ isPaid }) => …`, where the last part of the path is a name of its own as well. */
  readonly shorthand?: boolean;
}

export function shiftReference(reference: Reference, offset: number): Reference {
  if (offset === 0) return reference;
  const shift = ({ from, to }: { from: number; to: number }) => ({ from: from + offset, to: to + offset });
  return { ...reference, ...shift(reference), parts: reference.parts.map(shift) };
}

/** The expression without the parentheses and the `?.` chain around it: both change nothing here. */
export function bare<Node extends AnyNode>(node: Node): Node {
  let inner: AnyNode = node;
  while (inner.type === "ParenthesizedExpression" || inner.type === "ChainExpression")
    inner = inner.expression;
  return inner as Node;
}

/**
 * What `[steps].map(({ isPaid }) => …)` reads: the fields a parameter takes apart, where the list holds one read of
 * the scope and nothing else, so that there is no doubt what they belong to.
 */
export function destructuredReferences(
  list: AnyNode,
  parameter: AnyNode | undefined,
  rootOf: (base: AnyNode) => string | undefined,
): Reference[] {
  if (list.type !== "ArrayExpression" || list.elements.length !== 1) return [];
  const [element] = list.elements;
  if (!element || element.type === "SpreadElement" || parameter?.type !== "ObjectPattern") return [];
  const chain = memberChain(element);
  const root = rootOf(chain.base);
  if (root === undefined) return [];
  const before = referenceOf(root, chain);
  if (before.open) return [];
  return parameter.properties.flatMap((property): Reference[] => {
    if (property.type !== "Property" || property.computed) return [];
    const key = literalKey(property.key, false) ?? literalKey(property.key, true);
    if (key === undefined) return [];
    const part = { from: property.key.start, to: property.key.end };
    const { shorthand } = property;
    return [{ path: [...before.path, key], ...part, parts: [...before.parts, part], open: false, shorthand }];
  });
}

/** A key that stands in the text: `.name`, `["name"]`, [`name`] or `[0]`. */
export function literalKey(node: AnyNode, computed: boolean): string | number | undefined {
  const key = bare(node);
  if (!computed) return key.type === "Identifier" ? key.name : undefined;
  if (key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number"))
    return key.value;
  if (key.type === "TemplateLiteral" && key.expressions.length === 0)
    return key.quasis[0]?.value.cooked ?? "";
  return undefined;
}

export interface MemberChain {
  readonly base: AnyNode;
  /** From the base outwards. */
  readonly keys: readonly { readonly node: Expression; readonly computed: boolean }[];
}

/** `a.b["c"][d]` as its base and its keys. */
export function memberChain(node: AnyNode): MemberChain {
  const keys: { node: Expression; computed: boolean }[] = [];
  let base: AnyNode = bare(node);
  while (base.type === "MemberExpression") {
    keys.unshift({ node: base.property as Expression, computed: base.computed });
    base = bare(base.object as AnyNode);
  }
  return { base, keys };
}

/** The reference that a chain from a root of the scope is. */
export function referenceOf(root: string, chain: MemberChain): Reference {
  const path: (string | number)[] = [root];
  const parts = [{ from: chain.base.start, to: chain.base.end }];
  let open = false;
  for (const { node, computed } of chain.keys) {
    const key = literalKey(node, computed);
    open = key === undefined;
    if (key === undefined) break;
    path.push(key);
    parts.push({ from: node.start, to: node.end });
  }
  return { path, from: chain.base.start, to: parts.at(-1)?.to ?? chain.base.end, parts, open };
}
