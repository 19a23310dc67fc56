import { z } from "zod";

/** Stable codes of what parsing an example can complain about. */
export const parseProblemCodes = [
  "malformed-json",
  "json-too-deep",
  "query-too-complex",
  "dangerous-name",
  "malformed-header",
  "not-curl",
  "unfinished-quote",
  "file-not-read",
  "multipart-not-read",
  "too-many-rows",
  "path-too-long",
] as const;

export const parseProblemSchema = z.strictObject({
  from: z.enum(["body", "query", "headers", "curl"]),
  code: z.enum(parseProblemCodes),
  /** English sentence; the editor shows its own text by `code`. */
  message: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
});

/** Something in a pasted text that could not be read. The rest of the text still yields its rows. */
export type ParseProblem = z.infer<typeof parseProblemSchema>;

/** The problem for a key or parameter that no path can name. */
export function dangerousName(from: ParseProblem["from"], name: string): ParseProblem {
  return { from, code: "dangerous-name", message: `the name ${name} is never read and was left out` };
}
