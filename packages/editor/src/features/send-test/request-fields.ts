import type { BodyKind, VariableType } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import {
  convertText,
  isOfType,
  type PathSegment,
  parseExamples,
  parseJsonText,
  parsePath,
} from "@sluice/workflow/variables";
import { jsonAt, withJsonAt, withoutJsonAt } from "../../document/json-places.ts";
import type { DraftVariable } from "../../document/trigger-config.ts";
import { headerPairs, type PairSyntax, queryPairs } from "./pair-texts.ts";

/** A request as the form holds it. */
export interface RequestTexts {
  readonly query: string;
  readonly headers: string;
  readonly body: string;
}

export type FieldControl = "text" | "line" | "number" | "yes-no" | "date" | "json";

/** A trigger variable as a field: what the request has for it, and whether it can be written there. */
export interface RequestField {
  readonly variable: DraftVariable;
  readonly control: FieldControl;
  /** The text itself of texts and dates, else what JSON writes; null: there is none. */
  readonly text: string | null;
  /** JSON null stands there: the variable is there, and empty. */
  readonly isNull: boolean;
  /** What stands there is no value of the variable's type. */
  readonly wrong: boolean;
  /** It is read by a path that names several places or none, or something else stands in its way. */
  readonly locked: boolean;
}

/** How the body is written: `other` than JSON and forms it has no fields. */
export type BodySyntax = "json" | "form" | "other";

export interface RequestForm {
  readonly fields: readonly RequestField[];
  /** Where the body goes wrong (from 1), so that its fields are locked; null: it can be read. */
  readonly bodyWrong: { readonly line: number; readonly column: number } | null;
}

/** The variables of a trigger as fields over a request. Nothing is changed by reading. */
export function formOf(given: {
  readonly variables: readonly DraftVariable[];
  readonly texts: RequestTexts;
  readonly accept: readonly BodyKind[];
}): RequestForm {
  const { variables, texts, accept } = given;
  const { syntax, wrong } = bodyOf(texts.body, accept);
  return {
    fields: variables.map((variable) => fieldOf(variable, texts, syntax)),
    bodyWrong: wrong,
  };
}

/** Why a typed text is no value of a variable; null: it is one. */
export type TypingProblem = "number" | "integer" | "date" | "json" | "object" | "array" | "line";

export function problemIn(
  variable: DraftVariable,
  control: FieldControl,
  typed: string,
): TypingProblem | null {
  const { type } = variable;
  switch (control) {
    case "line":
      return /[\r\n]/.test(typed) ? "line" : null;
    case "number":
      return convertText(typed.trim(), type) === undefined
        ? type === "integer"
          ? "integer"
          : "number"
        : null;
    case "date":
      return convertText(typed, "datetime") === undefined ? "date" : null;
    case "json": {
      const read = parseJsonText(typed);
      if (typed.trim() === "" || !read.ok) return "json";
      if (isOfType[type](read.value)) return null;
      return type === "array" ? "array" : "object";
    }
    default:
      return null;
  }
}

/**
 * The request with another value of a variable: `text` as `RequestField` has it, null to leave the variable out. All else
 * stays as it is, character by character. Undefined: it cannot be written there.
 */
export function withField(given: {
  readonly field: RequestField;
  readonly texts: RequestTexts;
  readonly accept: readonly BodyKind[];
  readonly text: string | null;
}): RequestTexts | undefined {
  const { field, texts, accept, text } = given;
  const { variable, control } = field;
  const { from } = variable;
  const segments = segmentsOf(variable);
  if (!segments) return undefined;
  const { syntax } = bodyOf(texts.body, accept);
  const pairs = from === "body" && syntax === "json" ? undefined : pairsOf(variable, syntax);
  if (pairs) {
    const name = onlyName(segments);
    const written = name === undefined ? undefined : pairs.write(texts[from], name, text);
    return written === undefined ? undefined : { ...texts, [from]: written };
  }
  if (from !== "body" || syntax !== "json") return undefined;
  if (text === null) return { ...texts, body: withoutJsonAt(texts.body, segments) };
  const json = control === "text" || control === "date" ? JSON.stringify(text) : text.trim();
  const body = withJsonAt(texts.body, segments, json);
  return body === undefined ? undefined : { ...texts, body };
}

function fieldOf(variable: DraftVariable, texts: RequestTexts, syntax: BodySyntax): RequestField {
  const { from, type } = variable;
  const inJson = from === "body" && syntax === "json";
  const base = { variable, control: controlOf(variable, inJson), text: null, isNull: false, wrong: false };
  const segments = segmentsOf(variable);
  if (!segments) return { ...base, locked: true };
  if (inJson) {
    const source = jsonAt(texts.body, segments);
    if (source === undefined) return { ...base, locked: withJsonAt(texts.body, segments, "0") === undefined };
    return { ...base, locked: false, ...readJson(source, type) };
  }
  const name = onlyName(segments);
  const pairs = pairsOf(variable, syntax);
  if (name === undefined || !pairs) return { ...base, locked: true };
  const found = pairs.read(texts[from], name);
  if (found.found === "several") return { ...base, locked: true };
  if (found.found === "none") return { ...base, locked: false };
  const wrong = convertText(found.value, type) === undefined;
  return { ...base, locked: false, text: found.value, wrong };
}

/** What a value of a body shows: a text without its quotes where a text is asked for, else as it is written. */
function readJson(source: string, type: VariableType): Pick<RequestField, "text" | "isNull" | "wrong"> {
  const value = JSON.parse(source) as Json;
  if (value === null && type !== "any") return { text: null, isNull: true, wrong: false };
  const isText = type === "string" || type === "datetime";
  const text = isText && typeof value === "string" ? value : source;
  // A number is taken as the text of its digits.
  const taken = isOfType[type](value) || (type === "string" && typeof value === "number");
  return { text, isNull: false, wrong: !taken };
}

function controlOf({ type, from }: DraftVariable, inJson: boolean): FieldControl {
  switch (type) {
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "yes-no";
    case "datetime":
      return "date";
    case "string":
      return from === "headers" ? "line" : "text";
    case "any":
      return inJson ? "json" : from === "headers" ? "line" : "text";
    default:
      return "json";
  }
}

function pairsOf({ from }: DraftVariable, syntax: BodySyntax): PairSyntax | undefined {
  if (from === "headers") return headerPairs;
  return from === "query" || syntax === "form" ? queryPairs : undefined;
}

/** The steps of a path that names one place; undefined: it names several, or cannot be read. */
function segmentsOf({ path }: DraftVariable): readonly PathSegment[] | undefined {
  try {
    const parsed = parsePath(path);
    return parsed.language === "dotted" && parsed.singular ? parsed.segments : undefined;
  } catch {
    return undefined;
  }
}

function onlyName(segments: readonly PathSegment[]): string | undefined {
  const [first] = segments;
  return segments.length === 1 && first?.kind === "key" ? first.name : undefined;
}

function bodyOf(
  body: string,
  accept: readonly BodyKind[],
): { readonly syntax: BodySyntax; readonly wrong: RequestForm["bodyWrong"] } {
  if (body.trim() === "") {
    const syntax = accept.includes("json") ? "json" : accept.includes("form") ? "form" : "other";
    return { syntax, wrong: null };
  }
  const { bodyKind, problems } = parseExamples({ body, accept: [...accept] });
  if (bodyKind === "json" || bodyKind === "form") return { syntax: bodyKind, wrong: null };
  const problem = problems.find(({ from, code }) => from === "body" && code !== "dangerous-name");
  if (!problem || accept.includes("text")) return { syntax: "other", wrong: null };
  return { syntax: "other", wrong: { line: problem.line ?? 1, column: problem.column ?? 1 } };
}
