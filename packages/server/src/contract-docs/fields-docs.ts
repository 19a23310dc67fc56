import type { TriggerVariable, VariableSource, VariableType } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";

/** One value that the trigger reads. */
export interface FieldDocs {
  readonly from: VariableSource;
  /** Where it stands: `items[*].sku`, a query parameter, a header. */
  readonly path: string;
  readonly type: VariableType;
  readonly required: boolean;
  readonly alias: string | undefined;
  readonly default: Json | undefined;
}

export function fieldsDocs(variables: readonly TriggerVariable[]): FieldDocs[] {
  return variables.map(({ from, path, type, required, alias, default: byDefault }) => ({
    ...{ from, type, required, alias, default: byDefault },
    path: from === "headers" ? path.toLowerCase() : path,
  }));
}
