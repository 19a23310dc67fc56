import type { DocumentProblem } from "./document-problem.ts";

/** Brings a document of one format to the next one. It gets plain JSON and must not change it. */
export type FormatStep = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/**
 * The step from each format to the next, in order: the first one leads from format 1 to 2. Empty: format 1 is the
 * first and today's. A new step brings a fixture of the old form to its test.
 */
export const formatSteps: readonly FormatStep[] = [];

export type Upgraded =
  | { readonly ok: true; readonly document: unknown }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/**
 * Brings a document of any known format to today's, one step per format. The shape is not checked here. Refused are
 * what is no object, has no format, or has a format that this version does not know. `steps` is for tests.
 */
export function upgrade(value: unknown, steps: readonly FormatStep[] = formatSteps): Upgraded {
  const today = steps.length + 1;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refused([], `a workflow document is a JSON object with "format": ${today}`);
  }
  let document = value as Readonly<Record<string, unknown>>;
  const format = Object.hasOwn(document, "format") ? document.format : undefined;
  if (format === undefined) {
    return refused(["format"], `the format is missing; a workflow document has "format": ${today}`);
  }
  if (typeof format !== "number" || !Number.isInteger(format) || format < 1) {
    return refused(["format"], `this is no format of a workflow document; today's is ${today}`);
  }
  if (format > today) {
    return refused(
      ["format"],
      `format ${format} comes from a newer Sluice; this one reads up to format ${today}: upgrade it first`,
    );
  }
  for (let from = format; from < today; from++) {
    const step = steps[from - 1];
    if (step !== undefined) document = { ...step(document), format: from + 1 };
  }
  return { ok: true, document };
}

function refused(at: DocumentProblem["at"], message: string): Upgraded {
  return { ok: false, problems: [{ at, message }] };
}
