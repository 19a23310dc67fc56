import { z } from "zod";
import { textSchema } from "./common.ts";

export const nodeTypeSchema = z.object({
  type: z.string(),
  version: z.int(),
  kind: z.string(),
  title: textSchema,
  summary: textSchema,
  icon: z.string(),
  ports: z.array(z.object({ port: z.string(), label: textSchema })),
  /** Its exits depend on its config. */
  dynamicPorts: z.boolean(),
  /** JSON Schema 2020-12 of the config. */
  configSchema: z.record(z.string(), z.json()),
  outputSchema: z.record(z.string(), z.json()),
  /** Fields of its form, as derived from the schema. */
  form: z.array(z.record(z.string(), z.json())),
  example: z.object({ config: z.record(z.string(), z.json()), input: z.json() }),
});
export type NodeTypeDescription = z.infer<typeof nodeTypeSchema>;
