import type { Json } from "@sluice/workflow/node-contract";
import { parametersMismatch } from "./parameters-mismatch.ts";

/**
 * What stands for itself in MySQL's SQL: texts, quoted names and comments. Where a server's mode reads them otherwise, a `$1`
 * is overlooked or wrongly taken, and the server refuses the number of values: none of them ever becomes SQL.
 */
const piece =
  /'(?:[^'\\]|\\[\s\S]|'')*'?|"(?:[^"\\]|\\[\s\S]|"")*"?|`(?:[^`]|``)*`?|--(?=\s|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$(\d{1,4})(?![\w$])|[A-Za-z_0-9$]+/g;

/**
 * A statement with `$1`, `$2`, … as MySQL wants it: `?` in their places, and the values in their order. One that has none is
 * left as it is: its own `?` stand for the values, and the server says how many they are. Throws `parameters-mismatch`.
 */
export function mysqlStatement(
  statement: string,
  parameters: readonly Json[],
): { readonly sql: string; readonly values: (string | number | boolean | null)[] } {
  const values: Json[] = [];
  let takes = 0;
  const sql = statement.replace(piece, (found: string, number: string | undefined) => {
    if (number === undefined) return found;
    takes = Math.max(takes, Number(number));
    values.push(parameters[Number(number) - 1] ?? null);
    return "?";
  });
  const given = parameters.length;
  if (takes > 0 && takes !== given) throw parametersMismatch({ takes, given });
  const bound = values.length === 0 ? parameters : values;
  return { sql, values: bound.map(parameterOf) };
}

/** Lists and objects go as JSON text. */
function parameterOf(value: Json): string | number | boolean | null {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}
