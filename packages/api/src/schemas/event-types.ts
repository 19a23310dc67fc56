import { eventTypeSchema } from "@sluice/workflow/node-contract";
import { z } from "zod";

/** What becomes of an event whose data does not meet the schema of its type. */
const mismatchSchema = z.enum(["take", "refuse"]);

export const catalogueEventSchema = z.object({
  type: z.string(),
  description: z.string(),
  /** JSON Schema 2020-12 of its data. */
  schema: z.json().nullable(),
  example: z.json().nullable(),
  /** `sluice`: Sluice publishes it; `described`: somebody made it known; `learned`: it was seen. */
  origin: z.enum(["sluice", "described", "learned"]),
  /** `take`: it is taken, and who publishes it is told what does not fit; `refuse`: it is not taken. */
  onMismatch: mismatchSchema,
});
export type CatalogueEvent = z.infer<typeof catalogueEventSchema>;

export const eventTypeDetailSchema = catalogueEventSchema.extend({
  /** Who is sent it, by which of its patterns. */
  subscriptions: z.array(
    z.object({ id: z.string(), url: z.string(), active: z.boolean(), patterns: z.array(z.string()) }),
  ),
  /** Published workflows that it starts. One that is paused is left out: an event does not start it. */
  workflows: z.array(z.object({ id: z.string(), name: z.string(), patterns: z.array(z.string()) })),
});
export type EventTypeDetail = z.infer<typeof eventTypeDetailSchema>;

export const describeEventSchema = z.object({
  type: eventTypeSchema,
  description: z.string().max(2000).default(""),
  schema: z.record(z.string(), z.json()).nullable().default(null),
  example: z.json().nullable().default(null),
  onMismatch: mismatchSchema.default("take"),
});
export type DescribeEvent = z.output<typeof describeEventSchema>;
