import { z } from "zod";
import type { Language } from "../node-contract/texts.ts";
import { type FindingCode, findingCatalogue } from "./catalogue.ts";

/** One thing that `check` found. */
export const findingSchema = z.object({
  /** A key of `findingCatalogue`. */
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  /** Where it stands: a JSON path into the document (`["nodes", "isPaid", "config", "when"]`). */
  at: z.array(z.union([z.string(), z.number()])),
  /** English sentence with the remedy; other languages through `describeFinding`. */
  message: z.string(),
  /** What the sentence names. */
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export type FindingValues = Record<string, string | number>;

/** A finding of the catalogue at a place in the document. */
export function finding(
  code: FindingCode,
  at: readonly (string | number)[],
  values: FindingValues = {},
): Finding {
  const { severity } = findingCatalogue[code];
  const message = describeFinding({ code, values }, "en");
  return { code, severity, at: [...at], message, ...(Object.keys(values).length > 0 ? { values } : {}) };
}

/** The sentence of a finding in a language; of a code that is not known here, its own message. */
export function describeFinding(
  found: { readonly code: string; readonly values?: FindingValues | undefined; readonly message?: string },
  language: Language,
): string {
  if (!isCode(found.code)) return found.message ?? found.code;
  const { values = {} } = found;
  return findingCatalogue[found.code].text[language].replace(/\{([a-z]+)\}/gi, (whole, name: string) => {
    const own = `${name}_${language}`;
    if (Object.hasOwn(values, own)) return String(values[own]);
    return Object.hasOwn(values, name) ? String(values[name]) : whole;
  });
}

function isCode(code: string): code is FindingCode {
  return Object.hasOwn(findingCatalogue, code);
}
