import { describe, expect, it } from "vitest";
import type { VariableSource, VariableType } from "../document/webhook-trigger.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { parsePath, readPath } from "./compile-path.ts";
import { compileVariables } from "./extract.ts";
import { parseQuery } from "./from-query.ts";
import { keyFromPath, keysFor } from "./keys.ts";
import { parseExamples } from "./parse-examples.ts";
import { PathError } from "./path.ts";

interface Row {
  path: string;
  type: VariableType;
}
interface Given {
  from: VariableSource;
  path: string;
}
interface Vectors {
  query: { input: string; parsed: Json; rows: Row[] }[];
  body: { input: string; rows: Row[] }[];
  bodyErrors: { input: string }[];
  bodyEmpty: { input: string; rows: Row[]; problems?: Json[] }[];
  headers: { input: string; rows: Row[]; problems?: { line: number }[] }[];
  curl: { input: string; query: Row[]; headers: Row[]; body: Row[]; basic: Json }[];
  keys: ((Given & { key: string }) | { given: Given[]; keys: string[] })[];
  extract: ({ path: string; body?: Json; headers?: JsonObject; query?: string } & (
    | { value: Json }
    | { missing: true }
  ))[];
  refusedPaths: string[];
  types: {
    cases: {
      from: VariableSource;
      type: VariableType;
      got: Json;
      required?: boolean;
      value?: Json;
      violation?: true;
    }[];
  };
}

// Imported, not read: this package is checked without the types of Node.
const file = new URL("../../../../../shared/vectors/parsing.json", import.meta.url);
const vectors = await import(/* @vite-ignore */ file.href, { with: { type: "json" } }).then(
  (loaded: { default: Vectors }) => loaded.default,
  () => ({}) as Vectors,
);
const present = Object.keys(vectors).length > 0;

it.skipIf(!present)("finds the shared vectors in ../shared/vectors/parsing.json", () => {
  expect(vectors.query.length).toBeGreaterThan(0);
});

const rowsOf = (request: Parameters<typeof parseExamples>[0], from: VariableSource): Row[] =>
  parseExamples(request)
    .variables.filter((row) => row.from === from)
    .map(({ path, type }) => ({ path, type }));

describe.runIf(present)("the shared parsing vectors", () => {
  it.each(vectors.query ?? [])("lists a query: $input", ({ input, parsed, rows }) => {
    expect(parseExamples({ query: input }).examples.query).toEqual(parsed);
    expect(rowsOf({ query: input }, "query")).toEqual(rows);
  });

  it.each(vectors.body ?? [])("lists a body: $input", ({ input, rows }) => {
    expect(rowsOf({ body: input }, "body")).toEqual(rows);
    expect(parseExamples({ body: input }).problems).toEqual([]);
  });

  it.each(vectors.bodyErrors ?? [])("names line and column of a mistake: $input", ({ input }) => {
    const { variables, problems } = parseExamples({ body: input });
    expect(variables).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({ from: "body", code: "malformed-json", line: 1, column: expect.any(Number) }),
    ]);
  });

  it.each(vectors.bodyEmpty ?? [])("takes an empty body and a byte order mark: $input", ({ input, rows }) => {
    expect(rowsOf({ body: input }, "body")).toEqual(rows);
    expect(parseExamples({ body: input }).problems).toEqual([]);
  });

  it.each(vectors.headers ?? [])("lists header lines: $input", ({ input, rows, problems = [] }) => {
    expect(rowsOf({ headers: input }, "headers")).toEqual(rows);
    expect(parseExamples({ headers: input }).problems).toEqual(
      problems.map((problem) => expect.objectContaining(problem)),
    );
  });

  it.each(vectors.curl ?? [])("reads a cURL command: $input", ({ input, basic, ...parts }) => {
    for (const from of ["query", "headers", "body"] as const) {
      expect(rowsOf({ curl: input }, from)).toEqual(parts[from]);
    }
    expect(parseExamples({ curl: input })).toMatchObject({ basic, problems: [] });
  });

  it.each(vectors.keys ?? [])("makes keys: $path $keys", (vector) => {
    if ("given" in vector) expect(keysFor(vector.given)).toEqual(vector.keys);
    else expect(keyFromPath(vector.path, vector.from)).toBe(vector.key);
  });

  it.each(vectors.extract ?? [])("reads $path", (vector) => {
    const { path, body = null, headers, query } = vector;
    const from = query !== undefined ? "query" : headers !== undefined ? "headers" : "body";
    const extract = compileVariables([{ key: "v", from, path, type: "any", required: false }]);
    const { values } = extract({
      body,
      headers: headers ?? {},
      query: query === undefined ? {} : parseQuery(query).value,
    });
    expect(values).toEqual("value" in vector ? { v: vector.value } : {});
    if (from === "body") expect(readPath(path, body).found).toBe("value" in vector);
  });

  it.each(vectors.refusedPaths ?? [])("refuses the path %s", (path) => {
    expect(() => parsePath(path)).toThrow(PathError);
  });

  it.each(vectors.types?.cases ?? [])("types $got of $from as $type", (vector) => {
    const { from, type, got, required = true } = vector;
    const extract = compileVariables([{ key: "v", from, path: "v", type, required }]);
    const part = { v: got } as JsonObject;
    const { values, violations } = extract({ body: null, query: {}, headers: {}, [from]: part });
    if (vector.violation) {
      expect(violations).toEqual([{ from, path: "v", expected: type, got: expect.any(String) }]);
    } else {
      expect(violations).toEqual([]);
      expect(values).toEqual({ v: vector.value });
    }
  });
});
