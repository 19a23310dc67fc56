import { forbiddenNames, type VariableType, variableKeySchema } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import {
  compilePath,
  isDateTime,
  PathError,
  type PathErrorCode,
  parseJsonText,
  parseWrittenJson,
} from "@sluice/workflow/variables";

/** What is wrong with a field: a key under `variables:problem`, and what the sentence names. */
export interface FieldProblem {
  readonly code:
    | "keyEmpty"
    | "keyShape"
    | "keyReserved"
    | "keyTaken"
    | PathErrorCode
    | "defaultType"
    | "defaultJson"
    | "defaultLost";
  readonly values?: Readonly<Record<string, string | number>>;
}

/** `others` are the keys of all other variables. */
export function problemOfKey(key: string, others: readonly string[]): FieldProblem | null {
  if (key === "") return { code: "keyEmpty" };
  if (!variableKeySchema.safeParse(key).success) return { code: "keyShape" };
  if (forbiddenNames.has(key)) return { code: "keyReserved", values: { key } };
  return others.includes(key) ? { code: "keyTaken", values: { key } } : null;
}

/** Columns count from 1, as in every editor. */
export function problemOfPath(path: string): FieldProblem | null {
  try {
    compilePath(path);
    return null;
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    return { code: error.code, values: { column: error.position + 1 } };
  }
}

/** What a default's text means for a variable of this type, or why it cannot be one. An empty text is no default. */
export function readDefault(
  text: string,
  type: VariableType,
): { readonly value: Json | undefined } | { readonly problem: FieldProblem } {
  if (text.trim() === "") return { value: undefined };
  if (type === "string") return { value: text };
  if (type === "datetime") {
    return isDateTime(text.trim()) ? { value: text.trim() } : { problem: wrongType(type) };
  }
  const parsed = parseWrittenJson(text);
  if (!parsed.ok) {
    if (type === "any") return { value: text };
    if ("what" in parsed) return { problem: { code: "defaultLost", values: { what: parsed.what } } };
    if (type !== "object" && type !== "array") return { problem: wrongType(type) };
    return { problem: { code: "defaultJson", values: { line: parsed.line, column: parsed.column } } };
  }
  return fits(parsed.value, type) ? { value: parsed.value } : { problem: wrongType(type) };
}

/** A default as its field shows it; `readDefault` gives the same value back. */
export function textOfDefault(value: Json | undefined, type: VariableType): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return JSON.stringify(value);
  // Text that would be read as something else stands in quotes.
  return type === "any" && parseJsonText(value).ok ? JSON.stringify(value) : value;
}

function wrongType(type: VariableType): FieldProblem {
  return { code: "defaultType", values: { type } };
}

function fits(value: Json, type: VariableType): boolean {
  switch (type) {
    case "number":
      return typeof value === "number";
    case "integer":
      return Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return true;
  }
}
