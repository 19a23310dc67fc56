import { z } from "zod";

const forbidden: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** What a connector is called in documents: readable, for life, the same wherever it was added under that name. */
export const connectorIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "a connector's id holds small letters, digits and -")
  .refine((id) => !forbidden.has(id), "this id is reserved");

/** What an operation is called within its connector. */
export const operationIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, "an operation's id holds letters, digits and _ . : -")
  .refine((id) => !forbidden.has(id), "this id is reserved");

/**
 * The operation of a connector that a config was filled from: `{ "connector": "stripe", "operation": "createCustomer" }`.
 * Only forms look at it; what is done stands in the other fields.
 */
export const operationFieldSchema = z.strictObject({
  connector: connectorIdSchema,
  operation: operationIdSchema,
});

export type OperationField = z.infer<typeof operationFieldSchema>;
