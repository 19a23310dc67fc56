import type { TriggerVariable } from "@sluice/workflow/document";
import type { JsonSchema } from "./variable-shape.ts";

interface Part {
  type?: string;
  readonly properties: Map<string, Part>;
  items?: Part;
}

const emptyPart = (): Part => ({ properties: new Map() });

/**
 * The shape below a variable, as the other variables say it: that of `items` has a field `sku` when one reads `items[*].sku`.
 * So completion knows the fields of a list whose example is gone or empty. Undefined: nothing is declared there.
 */
export function declaredBelow(
  { from, path }: TriggerVariable,
  all: readonly TriggerVariable[],
): JsonSchema | undefined {
  const root = emptyPart();
  for (const one of all) {
    if (one.from !== from || !one.path.startsWith(path) || one.path === path) continue;
    const steps = stepsOf(one.path.slice(path.length));
    if (!steps) continue;
    let part = root;
    for (const step of steps) part = below(part, step);
    if (one.type !== "any") part.type = one.type;
  }
  return root.items || root.properties.size > 0 ? schemaOf(root) : undefined;
}

/** Names, and null for all elements of a list; undefined for a path that says something else, or goes on a name. */
function stepsOf(rest: string): readonly (string | null)[] | undefined {
  if (!/^(?:\.[\w$]+|\[\*\])+$/.test(rest)) return undefined;
  return [...rest.matchAll(/\.([\w$]+)|\[\*\]/g)].map(([, name]) => name ?? null);
}

function below(part: Part, step: string | null): Part {
  if (step === null) {
    part.items ??= emptyPart();
    return part.items;
  }
  const known = part.properties.get(step) ?? emptyPart();
  part.properties.set(step, known);
  return known;
}

function schemaOf({ type, properties, items }: Part): JsonSchema {
  const names = [...properties.keys()];
  return {
    ...(type === undefined ? {} : { type }),
    ...(items ? { items: schemaOf(items) } : {}),
    ...(names.length > 0
      ? {
          properties: Object.fromEntries([...properties].map(([name, part]) => [name, schemaOf(part)])),
          required: names,
        }
      : {}),
  };
}
