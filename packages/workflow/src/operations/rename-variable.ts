import { z } from "zod";
import { forbiddenNames, type WorkflowDocument } from "../document/schema.ts";
import { variableKeySchema } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";
import { OperationError } from "./operation-error.ts";
import { renameReferences } from "./references.ts";

/** Changes the key of a trigger variable and, in the same operation, every reference to it. */
export const renameVariableSchema = z.strictObject({
  op: z.literal("rename-variable"),
  from: z.string(),
  to: z.string(),
});

export function renameVariable(
  document: WorkflowDocument,
  { from, to }: z.infer<typeof renameVariableSchema>,
): WorkflowDocument {
  const { variables } = document.trigger.config;
  const rows = Array.isArray(variables) ? variables : [];
  if (!rows.some((row) => keyOf(row) === from)) {
    throw new OperationError("no-such-variable", `there is no trigger variable "${from}"`);
  }
  if (from === to) return document;
  if (!variableKeySchema.safeParse(to).success || forbiddenNames.has(to)) {
    throw new OperationError(
      "bad-key",
      `"${to}" cannot be a variable's key: letters, digits and _, 64 at most`,
    );
  }
  if (rows.some((row) => keyOf(row) === to)) {
    throw new OperationError("key-taken", `there is a trigger variable "${to}" already`);
  }
  const renamed = renameReferences(document, { trigger: { from, to } });
  const named = rows.map((row) => (keyOf(row) === from ? { ...(row as object), key: to } : row)) as Json[];
  return {
    ...renamed,
    trigger: { ...renamed.trigger, config: { ...renamed.trigger.config, variables: named } },
  };
}

function keyOf(row: Json): Json | undefined {
  return typeof row === "object" && row !== null && !Array.isArray(row) ? row.key : undefined;
}
