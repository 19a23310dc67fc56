import type { AnyNode, ObjectPattern } from "acorn";
import { parseScript, scriptPrefix } from "./check-script.ts";
import { literalKey, memberChain, type Reference, referenceOf, shiftReference } from "./references.ts";

export interface ScriptReferences {
  /** Where the script reads the scope, offsets in its own text. Nothing of a root that is `shadowed`. */
  readonly references: readonly Reference[];
  /** Roots whose name the script gives to something of its own, somewhere. */
  readonly shadowed: ReadonlySet<string>;
  /** It can be read at all. */
  readonly parsed: boolean;
}

/** Roots of the scope whose next key names a node, a variable, or a part of the request. */
const roots: ReadonlySet<string> = new Set(["steps", "trigger", "loop", "execution", "request"]);

/**
 * Where a script of the sandbox reads steps, variables, loops and the request: `steps.a.b`, `steps["a"]`, `const { a } = steps`.
 * Never throws: a script that cannot be read has none.
 */
export function findReferencesInScript(source: string): ScriptReferences {
  const references: Reference[] = [];
  const shadowed = new Set<string>();
  try {
    visit(parseScript(source) as AnyNode, { references, shadowed, binds: false });
  } catch (cause) {
    // Nested too deeply for acorn or for this walk, or no script.
    if (cause instanceof RangeError || cause instanceof SyntaxError)
      return { references: [], shadowed: new Set(), parsed: false };
    throw cause;
  }
  return {
    references: references
      .filter(({ path: [root] }) => !shadowed.has(String(root)))
      .map((reference) => shiftReference(reference, -scriptPrefix.length)),
    shadowed,
    parsed: true,
  };
}

interface Walk {
  readonly references: Reference[];
  readonly shadowed: Set<string>;
  /** What is visited gives names: a parameter, the left side of a declaration. */
  readonly binds: boolean;
}

function visit(node: AnyNode, walk: Walk): void {
  const reads: Walk = walk.binds ? { ...walk, binds: false } : walk;
  const binds: Walk = walk.binds ? walk : { ...walk, binds: true };
  switch (node.type) {
    case "Identifier":
      if (!roots.has(node.name)) return;
      if (walk.binds) walk.shadowed.add(node.name);
      else walk.references.push(referenceOf(node.name, { base: node, keys: [] }));
      return;
    case "ChainExpression":
    case "MemberExpression": {
      const chain = memberChain(node);
      for (const key of chain.keys) if (key.computed) visit(key.node, reads);
      const { base } = chain;
      if (base.type === "Identifier" && roots.has(base.name))
        walk.references.push(referenceOf(base.name, chain));
      else visit(base, reads);
      return;
    }
    case "VariableDeclarator":
      visit(node.id, binds);
      if (!node.init) return;
      if (node.id.type === "ObjectPattern") {
        const taken = takenApart(node.id, node.init);
        walk.references.push(...taken);
        // All that it reads is named: it does not hand the whole on.
        if (taken.length > 0 && taken.length === node.id.properties.length) return;
      }
      visit(node.init, reads);
      return;
    case "AssignmentExpression":
      visit(node.left, binds);
      visit(node.right, reads);
      return;
    case "AssignmentPattern":
      visit(node.left, walk);
      visit(node.right, reads);
      return;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      if (node.id) visit(node.id, binds);
      for (const parameter of node.params) visit(parameter, binds);
      visit(node.body, reads);
      return;
    case "ClassDeclaration":
    case "ClassExpression":
      if (node.id) visit(node.id, binds);
      if (node.superClass) visit(node.superClass, reads);
      visit(node.body, reads);
      return;
    case "CatchClause":
      if (node.param) visit(node.param, binds);
      visit(node.body, reads);
      return;
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      if (node.computed) visit(node.key, reads);
      if (node.value) visit(node.value, node.type === "Property" ? walk : reads);
      return;
    case "LabeledStatement":
      visit(node.body, reads);
      return;
    case "BreakStatement":
    case "ContinueStatement":
      return;
    default:
      for (const child of childrenOf(node)) visit(child, walk);
  }
}

/** What `const { a, b: c } = steps` reads. A pattern inside a pattern reads further into the same. */
function takenApart(pattern: ObjectPattern, init: AnyNode): Reference[] {
  const chain = memberChain(init);
  if (chain.base.type !== "Identifier" || !roots.has(chain.base.name)) return [];
  const before = referenceOf(chain.base.name, chain);
  if (before.open) return [];
  return pattern.properties.flatMap((property): Reference[] => {
    if (property.type !== "Property") return [];
    const key = literalKey(property.key, property.computed) ?? literalKey(property.key, true);
    if (key === undefined) return [];
    const part = { from: property.key.start, to: property.key.end };
    const { shorthand } = property;
    return [{ path: [...before.path, key], ...part, parts: [...before.parts, part], open: false, shorthand }];
  });
}

function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node).flatMap((value: unknown) =>
    (Array.isArray(value) ? value : [value]).filter(isNode),
  );
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
