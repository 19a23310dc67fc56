import { z } from "zod";

/** The codes of all findings. Each is made by the file of the same name in this folder. */
export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  /** Where it stands: a JSON path into the document (`["nodes", "isPaid", "config", "when"]`). */
  at: z.array(z.union([z.string(), z.number()])),
  /** English sentence with the remedy; the editor shows its own text by `code` and `values`. */
  message: z.string(),
  /** What the sentence names, for translation. */
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Finding = z.infer<typeof findingSchema>;
