import type { WorkflowDocument } from "@sluice/workflow/document";
import { compileTemplate, ExpressionError, type Scope } from "@sluice/workflow/expressions";
import type { Json, NodeTypes } from "@sluice/workflow/node-contract";
import { nestingOf } from "./nesting.ts";
import { definitionOf } from "./ports.ts";

/** Keys of the repeating containers around a node, the innermost first. */
export function loopsAround(document: WorkflowDocument, types: NodeTypes, node: string): readonly string[] {
  const { parentOf } = nestingOf(document);
  const loops: string[] = [];
  for (let at = parentOf(node); at !== undefined; at = parentOf(at)) {
    const type = document.nodes[at]?.type ?? "";
    if (definitionOf(types, type)?.container?.repeats) loops.push(at);
  }
  return loops;
}

/**
 * What a node sees of the example: inside of loops also `item`, `index` and `loop`, as the first iteration has them. An
 * element that no example gives (it comes from a step before) is missing.
 */
export function scopeInLoops(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  node: string;
  scope: Scope;
}): Scope {
  const { document, types, node } = given;
  let scope = given.scope;
  // From the outermost in: an inner loop may go through a field of the outer one's element.
  for (const key of loopsAround(document, types, node).toReversed()) {
    const item = firstItem(document.nodes[key]?.config.items, scope);
    const own = { index: 0, ...(item === undefined ? {} : { item }) };
    const { item: _, ...around } = scope;
    scope = { ...around, ...own, loop: { ...scope.loop, [key]: own } };
  }
  return scope;
}

/** The first element of the list that a loop goes through; undefined where the example does not give it. */
function firstItem(items: Json | undefined, scope: Scope): Json | undefined {
  if (typeof items !== "string") return Array.isArray(items) ? items[0] : undefined;
  try {
    const compiled = compileTemplate(items, {});
    if (!compiled.references.every(({ path }) => isKnown(path, scope))) return undefined;
    const list = compiled.evaluate(scope, {
      budget: { steps: 50_000, milliseconds: 20, outputSize: 100_000 },
    });
    return Array.isArray(list) ? list[0] : undefined;
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return undefined;
    throw thrown;
  }
}

/** Whether the data at hand gives what a reference reads: outputs of steps and elements of loops it does sometimes. */
export function isKnown([root, key, part]: readonly (string | number)[], scope: Scope): boolean {
  if (root === "steps") return key !== undefined && Object.hasOwn(scope.steps ?? {}, key);
  if (root === "item" || root === "index") return scope[root] !== undefined;
  if (root !== "loop") return true;
  const own = scope.loop?.[String(key)];
  const known = typeof own === "object" && own !== null && !Array.isArray(own) ? own : {};
  return part === "index" ? known.index !== undefined : known.item !== undefined;
}
