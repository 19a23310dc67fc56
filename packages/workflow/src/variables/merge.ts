import { type TriggerVariable, type VariableSource, variableSources } from "../document/webhook-trigger.ts";
import type { ExampleRow } from "./from-json.ts";
import { keysFor } from "./keys.ts";
import type { ParsedRow } from "./parse-contract.ts";
import { formatPath, parseDottedPath } from "./path.ts";

/**
 * Joins the rows of new examples with the variables a trigger has, by the path as it was parsed. What is still
 * there keeps key, alias, type and every edit (`kept`); new rows are `new`; the others are `vanished`, never
 * deleted. `read` names the parts that were given and understood: variables of other parts stay `kept`.
 * Rows come in the order body, query, headers, as parsed, vanished ones at the end of their part.
 */
export function mergeRows(
  rows: readonly ExampleRow[],
  existing: readonly TriggerVariable[],
  read: ReadonlySet<VariableSource>,
): ParsedRow[] {
  const known = new Map<string, TriggerVariable[]>();
  for (const variable of existing) {
    const identity = identityOf(variable.from, variable.parsedPath ?? variable.path);
    known.set(identity, [...(known.get(identity) ?? []), variable]);
  }
  const fresh = rows.filter((row) => !known.has(identityOf(row.from, row.path)));
  const keys = keysFor(fresh, existing);
  const keyOf = new Map(fresh.map((row, index) => [row, keys[index] ?? ""]));
  return variableSources.flatMap((from) => {
    const parsed = rows.filter((row) => row.from === from);
    const present = new Set(parsed.map((row) => identityOf(from, row.path)));
    const listed = parsed.flatMap((row) => {
      const variables = known.get(identityOf(from, row.path));
      if (variables) return variables.map((variable) => keptRow(variable, "kept", row.example));
      const { path, type, example } = row;
      return [{ from, path, key: keyOf.get(row) ?? "", type, example, state: "new" as const }];
    });
    const others = existing.filter(
      (variable) =>
        variable.from === from && !present.has(identityOf(from, variable.parsedPath ?? variable.path)),
    );
    const state = read.has(from) ? "vanished" : "kept";
    return [...listed, ...others.map((variable) => keptRow(variable, state, null))];
  });
}

function keptRow(
  variable: TriggerVariable,
  state: "kept" | "vanished",
  example: ParsedRow["example"],
): ParsedRow {
  const { from, path, key, type, alias, required, parsedPath } = variable;
  return {
    from,
    path,
    key,
    type,
    example,
    state,
    required,
    ...(alias === undefined ? {} : { alias }),
    ...(variable.default === undefined ? {} : { default: variable.default }),
    ...(parsedPath === undefined ? {} : { parsedPath }),
  };
}

/** The same path written in two ways is one: `["a"]` is `a`, header names know no case. */
function identityOf(from: VariableSource, path: string): string {
  const text = from === "headers" ? path.toLowerCase() : path;
  if (text.startsWith("$")) return `${from} ${text}`;
  try {
    return `${from} ${formatPath(parseDottedPath(text).segments)}`;
  } catch {
    return `${from} ${text}`;
  }
}
