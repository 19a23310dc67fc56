import { z } from "zod";

/** A secret in a document: the reference, the value on its way in, or empty (a copy). */
export const secretFieldSchema = z.union([
  z.strictObject({ secret: z.union([z.string(), z.strictObject({ value: z.string().min(1).max(10_000) })]) }),
  z.strictObject({ credential: z.string() }),
  z.strictObject({}),
]);
