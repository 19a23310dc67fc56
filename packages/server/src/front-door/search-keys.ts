import { compileExpression, type Scope } from "@sluice/workflow/expressions";
import type { Json } from "@sluice/workflow/node-contract";
import { keyValue } from "../stores/deliveries/key-value.ts";
import type { SearchKey } from "../stores/deliveries/store.ts";

/** What a delivery is found by, from its request and trigger variables. Never throws. */
export type SearchKeysOf = (scope: Scope) => SearchKey[];

/** Of one delivery: a list gives each of its values. */
const mostKeys = 50;

/**
 * Compiles `settings.searchKeys`. A path that cannot be read, or that asks for steps (which have not run yet), gives
 * nothing: a delivery is never turned away for what it is searched by.
 */
export function compileSearchKeys(
  given: readonly { readonly name: string; readonly path: string }[],
): SearchKeysOf {
  const compiled = given.flatMap(({ name, path }) => {
    const expression = attempt(() => compileExpression(path));
    return expression ? [{ name, expression }] : [];
  });
  if (compiled.length === 0) return () => [];
  return (scope) => {
    const found = new Map<string, SearchKey>();
    for (const { name, expression } of compiled) {
      for (const value of valuesOf(attempt(() => expression.evaluate(scope)) as Json | undefined)) {
        found.set(JSON.stringify([name, value]), { name, value });
      }
    }
    return [...found.values()].slice(0, mostKeys);
  };
}

function valuesOf(value: Json | undefined): string[] {
  if (Array.isArray(value))
    return value.slice(0, mostKeys).flatMap((one) => (Array.isArray(one) ? [] : valuesOf(one)));
  const usable = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  const text = usable ? keyValue(String(value)) : "";
  return text === "" ? [] : [text];
}

function attempt<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
