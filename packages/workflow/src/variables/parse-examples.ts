import { credentialHeaders } from "../document/credential-places.ts";
import {
  type BodyKind,
  type TriggerVariable,
  triggerVariableSchema,
  type VariableSource,
} from "../document/webhook-trigger.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { withExactIntegers } from "./exact-integers.ts";
import { type ParsedCurl, parseCurl } from "./from-curl.ts";
import { parseHeaderLines, withoutCredentials } from "./from-headers.ts";
import { type ExampleRow, rowsFromValue } from "./from-json.ts";
import { parseQuery, queryOfPasted } from "./from-query.ts";
import { parseJsonText } from "./json-text.ts";
import { mergeRows } from "./merge.ts";
import type { ParseRequest, ParseResult } from "./parse-contract.ts";
import type { ParseProblem } from "./problem.ts";
import { shortened } from "./shortened.ts";

/**
 * Turns pasted examples into the rows of the table of variables and merges them with the variables a trigger has.
 * Never throws for what was pasted: what cannot be read is a problem with a code, and the rest is listed. An empty
 * text gives no rows and no problem.
 */
export function parseExamples(request: ParseRequest): ParseResult {
  const curl = request.curl === undefined || request.curl.trim() === "" ? undefined : parseCurl(request.curl);
  const reading: Reading = { rows: [], problems: [...(curl?.problems ?? [])], read: new Set() };
  const texts = textsOf(request, curl);
  const isForm = curl !== undefined && request.body === undefined && curl.bodyIsForm;
  const accept = request.accept ?? ["json"];
  const body = readBody(texts.body, isForm ? [...accept, "form"] : accept, reading);
  const query = readQuery(texts.query, reading);
  const existing = (request.existing ?? []).map((variable) => triggerVariableSchema.parse(variable));
  const headers = readHeaders(texts.headers, reading, existing);
  return {
    variables: mergeRows(reading.rows, existing, reading.read),
    examples: { query, headers, body },
    texts: withoutUndefined({ ...texts, headers: texts.headers && withoutCredentials(texts.headers) }),
    problems: reading.problems,
    ...(reading.bodyKind === undefined ? {} : { bodyKind: reading.bodyKind }),
    ...(curl?.basic === undefined ? {} : { basic: curl.basic }),
  };
}

interface Reading {
  rows: ExampleRow[];
  problems: ParseProblem[];
  /** The parts that were given and understood. */
  read: Set<VariableSource>;
  bodyKind?: ParseResult["bodyKind"];
}

interface Texts {
  query: string | undefined;
  headers: string | undefined;
  body: string | undefined;
}

/** A command that failed gives no part; one whose body stands in a file gives no body. */
function textsOf(request: ParseRequest, curl: ParsedCurl | undefined): Texts {
  const failed = curl?.problems.some(({ code }) => code === "unfinished-quote" || code === "not-curl");
  const given = failed ? undefined : curl;
  const unread = curl?.problems.some(({ code }) => code === "file-not-read" || code === "multipart-not-read");
  return {
    query: request.query ?? given?.query,
    headers: request.headers ?? given?.headers,
    body: request.body ?? given?.body ?? (given && !unread ? "" : undefined),
  };
}

/**
 * Reads the body as the door will: as JSON where it is JSON, else as a form or as text where the trigger takes those. What
 * looks like a form is read as one anyway: whoever pastes it is told to take forms.
 */
function readBody(given: string | undefined, accept: readonly BodyKind[], reading: Reading): Json {
  if (given === undefined) return null;
  const text = given.replace(/^\ufeff?\s+$/, "");
  const parsed = parseJsonText(text);
  if (parsed.ok && (text === "" || accept.includes("json"))) {
    if (text !== "") reading.bodyKind = "json";
    add(reading, "body", parsed.value, withExactIntegers(text));
    return parsed.value;
  }
  if (/^[^={["\s<]+=/.test(text) && (accept.includes("form") || !/\s/.test(text.trim()))) {
    const form = parseQuery(text.trim());
    // The leaves of a form are text: "12" is not read as a number, and a list is read over all its elements.
    reading.problems.push(...form.problems.map((problem) => ({ ...problem, from: "body" as const })));
    reading.bodyKind = "form";
    add(reading, "body", form.value);
    return form.value;
  }
  if (accept.includes("text")) {
    reading.bodyKind = "text";
    reading.rows.push({ from: "body", path: "$", type: "string", example: shortened(text) });
    reading.read.add("body");
    return text;
  }
  if (parsed.ok) {
    add(reading, "body", parsed.value, withExactIntegers(text));
    return parsed.value;
  }
  const { code, message, line, column } = parsed;
  reading.problems.push({ from: "body", code, message, line, column });
  return null;
}

function readQuery(text: string | undefined, reading: Reading): JsonObject {
  if (text === undefined) return {};
  const { value, problems } = parseQuery(queryOfPasted(text));
  reading.problems.push(...problems);
  if (!problems.some(({ code }) => code === "query-too-complex")) add(reading, "query", value);
  return value;
}

function readHeaders(
  text: string | undefined,
  reading: Reading,
  existing: readonly TriggerVariable[],
): { [name: string]: string } {
  if (text === undefined) return {};
  const { value, problems } = parseHeaderLines(text);
  reading.problems.push(...problems);
  // A variable of credentials would write every sender's into the records: only a person makes one.
  const isMade = (name: string) =>
    existing.some(({ from, path }) => from === "headers" && path.toLowerCase() === name);
  const rows = Object.entries(value).filter(([name]) => !credentialHeaders.has(name) || isMade(name));
  add(reading, "headers", Object.fromEntries(rows));
  return value;
}

function add(reading: Reading, from: VariableSource, value: Json, exact?: Json): void {
  const { rows, problems } = rowsFromValue(value, from, exact);
  reading.rows.push(...rows);
  reading.problems.push(...problems);
  reading.read.add(from);
}

function withoutUndefined({ query, headers, body }: Texts): ParseResult["texts"] {
  return {
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
  };
}
