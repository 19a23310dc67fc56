import type { WrittenJsonResult } from "@sluice/workflow/variables";

/** A key under `inspector:json` and what its sentence names; null: the text can be kept. */
export interface JsonProblem {
  readonly key: "invalid" | "inexact-number" | "doubled-key" | "reserved-key";
  readonly values: { readonly line: number; readonly column: number; readonly what: string };
}

export function jsonProblem(read: WrittenJsonResult): JsonProblem | null {
  if (read.ok) return null;
  const { line, column } = read;
  return "what" in read
    ? { key: read.code, values: { line, column, what: read.what } }
    : { key: "invalid", values: { line, column, what: "" } };
}
