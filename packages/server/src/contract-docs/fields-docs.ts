import type { TriggerVariable, VariableSource, VariableType } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";

/** One value that the trigger reads. */
export interface FieldDocs {
  readonly from: VariableSource;
  /** Where it stands: `items[*].sku`, a query parameter, a header. */
  readonly path: string;
  readonly type: VariableType;
  /** By the variable, or by the schema of the body. */
  readonly required: boolean;
  readonly alias: string | undefined;
  readonly default: Json | undefined;
}

export function fieldsDocs(variables: readonly TriggerVariable[], schema?: Json): FieldDocs[] {
  return variables.map(({ from, path, type, required, alias, default: byDefault }) => ({
    ...{ from, type, alias, default: byDefault },
    required: required || (from === "body" && schema !== undefined && demands(schema, path)),
    path: from === "headers" ? path.toLowerCase() : path,
  }));
}

/** A schema names each member on a path of plain names (`order.id`) as required; what stands in a list may be none at all. */
function demands(schema: Json, path: string): boolean {
  if (path.includes("[")) return false;
  let at: Json | undefined = schema;
  for (const name of path.split(".")) {
    const { required, properties } = membersOf(at);
    if (!Array.isArray(required) || !required.includes(name)) return false;
    const members = membersOf(properties);
    at = Object.hasOwn(members, name) ? members[name] : undefined;
  }
  return true;
}

function membersOf(value: Json | undefined): { readonly [name: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
