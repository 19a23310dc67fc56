import type { DocumentProblem } from "./document-problem.ts";
import { excessOf } from "./limits.ts";
import { documentSchema, type WorkflowDocument } from "./schema.ts";
import { upgrade } from "./upgrade.ts";

export type ParsedDocument =
  | { readonly ok: true; readonly document: WorkflowDocument }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** More would help nobody, and a hostile document must not be answered with one many times its size. */
const maxProblems = 200;

/**
 * Reads a value from outside (JSON already parsed) as a workflow document: limits first, then older formats are
 * brought to today's, then the outer shape is checked. Never throws. What the configs hold is judged by `check`.
 */
export function parseDocument(value: unknown): ParsedDocument {
  const excess = excessOf(value);
  if (excess !== undefined) return { ok: false, problems: [{ at: [], message: excess }] };
  const lost = placeOfLostField(value, []);
  if (lost !== undefined) return { ok: false, problems: [{ at: lost, message: lostField }] };
  const upgraded = upgrade(value);
  if (!upgraded.ok) return upgraded;
  const parsed = documentSchema.safeParse(upgraded.document);
  if (parsed.success) return { ok: true, document: parsed.data };
  const problems = parsed.error.issues.slice(0, maxProblems).map((issue) => ({
    at: issue.path.map((step) => (typeof step === "number" ? step : String(step))),
    message: issue.message,
  }));
  return { ok: false, problems };
}

const lostField = "a field cannot be called __proto__: it would be lost; give it another name";

/** Where a field called `__proto__` stands: zod leaves it out without a word. The value is at most 64 levels deep. */
function placeOfLostField(value: unknown, at: (string | number)[]): (string | number)[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const here = [...at, Array.isArray(value) ? Number(key) : key];
    if (key === "__proto__") return here;
    const below = placeOfLostField(child, here);
    if (below !== undefined) return below;
  }
  return undefined;
}
