import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TriggerVariable } from "../document/webhook-trigger.ts";
import { triggerVariableSchema } from "../document/webhook-trigger.ts";
import { maxRows } from "./from-json.ts";
import { keysFor } from "./keys.ts";
import { type ParsedRow, parseRequestSchema, parseResultSchema } from "./parse-contract.ts";
import { parseExamples } from "./parse-examples.ts";

const asVariable = ({ example: _, state: __, ...row }: ParsedRow): TriggerVariable =>
  triggerVariableSchema.parse(row);

describe("paste and parse", () => {
  it("lists body, query and headers in this order, with unique keys", () => {
    const { variables, examples, texts, problems } = parseExamples({
      headers: "X-Id: 7\nid: 8",
      query: "?id=1&a=1&a=2",
      body: '{"id":1,"a":{"id":2}}',
    });
    expect(variables.map(({ from, path, key, type, example }) => [from, path, key, type, example])).toEqual([
      ["body", "id", "id", "integer", 1],
      ["body", "a", "a", "object", { id: 2 }],
      ["body", "a.id", "a_id", "integer", 2],
      ["query", "id", "query_id", "string", "1"],
      ["query", "a", "query_a", "array", ["1", "2"]],
      ["query", "a[0]", "a_0", "string", "1"],
      ["query", "a[1]", "a_1", "string", "2"],
      ["headers", "x-id", "x_id", "string", "7"],
      ["headers", "id", "headers_id", "string", "8"],
    ]);
    expect(variables.every(({ state }) => state === "new")).toBe(true);
    expect(examples).toEqual({
      query: { id: "1", a: ["1", "2"] },
      headers: { "x-id": "7", id: "8" },
      body: { id: 1, a: { id: 2 } },
    });
    expect(texts).toEqual({
      headers: "X-Id: 7\nid: 8",
      query: "?id=1&a=1&a=2",
      body: '{"id":1,"a":{"id":2}}',
    });
    expect(problems).toEqual([]);
  });

  it("takes integers beyond 2^53 for text, which keeps their digits", () => {
    const body =
      '{"id":9007199254740993,"ids":[1,9007199254740993],"mixed":[9007199254740993,"x",1],"n":9007199254740991}';
    const { variables, examples } = parseExamples({ body });
    expect(variables.map(({ path, type, example }) => [path, type, example])).toEqual([
      ["id", "string", "9007199254740993"],
      ["ids", "array", [1, "9007199254740993"]],
      ["mixed", "array", ["9007199254740993", "x", 1]],
      ["n", "integer", 9007199254740991],
    ]);
    // What an expression sees of the body is what it will see of a request.
    expect(examples.body).toMatchObject({ n: 9007199254740991, mixed: [9007199254740992, "x", 1] });
    const list = parseExamples({ body: '{"a":[{"id":1},{"id":9007199254740993},{"id":null}]}' });
    expect(list.variables[1]).toMatchObject({ path: "a[*].id", type: "string" });
  });

  it("makes no variables of what carries credentials, and lets those that a person made stay", () => {
    const curl = "curl h -u a:b -H 'Authorization: Bearer t' -b 'sid=1' -H 'X-Id: 1' --json '{}'";
    const listed = (existing: TriggerVariable[]) =>
      parseExamples({ curl, existing }).variables.map(({ path, state }) => [path, state]);
    const others = [
      ["x-id", "new"],
      ["content-type", "new"],
      ["accept", "new"],
    ];
    expect(listed([])).toEqual(others);
    const own = {
      key: "who",
      from: "headers",
      path: "Authorization",
      type: "string",
      required: false,
    } as const;
    expect(listed([own])).toEqual([["Authorization", "kept"], ...others]);
  });

  it("has nothing to say about empty texts", () => {
    for (const request of [{}, { body: "", query: "", headers: "", curl: "" }, { body: " \n" }]) {
      const { variables, examples, problems } = parseExamples(request);
      expect({ variables, examples, problems }).toEqual({
        variables: [],
        examples: { query: {}, headers: {}, body: null },
        problems: [],
      });
    }
  });

  it("keeps what is still there with its edits, adds what is new and never deletes", () => {
    const existing: TriggerVariable[] = [
      {
        key: "total",
        from: "body",
        path: "$.sum",
        parsedPath: "amount",
        type: "number",
        required: true,
        alias: "Sum",
      },
      { key: "old", from: "body", path: "gone", type: "string", required: false, default: "x" },
      { key: "q", from: "query", path: "q", type: "integer", required: false },
      { key: "trace", from: "headers", path: "X-Trace", type: "string", required: true },
    ];
    const { variables } = parseExamples({ body: '{"amount":1,"total":2}', headers: "x-trace: 1", existing });
    expect(variables).toEqual([
      {
        key: "total",
        from: "body",
        path: "$.sum",
        parsedPath: "amount",
        type: "number",
        required: true,
        alias: "Sum",
        example: 1,
        state: "kept",
      },
      { key: "total_2", from: "body", path: "total", type: "integer", example: 2, state: "new" },
      {
        key: "old",
        from: "body",
        path: "gone",
        type: "string",
        required: false,
        default: "x",
        example: null,
        state: "vanished",
      },
      { key: "q", from: "query", path: "q", type: "integer", required: false, example: null, state: "kept" },
      {
        key: "trace",
        from: "headers",
        path: "X-Trace",
        type: "string",
        required: true,
        example: "1",
        state: "kept",
      },
    ]);
  });

  it("lets nothing vanish because a text is broken", () => {
    const existing: TriggerVariable[] = [{ key: "a", from: "body", path: "a", type: "any", required: false }];
    expect(parseExamples({ body: '{"a":', existing }).variables).toMatchObject([{ state: "kept" }]);
    expect(parseExamples({ curl: "curl h -d @f", existing }).variables).toMatchObject([{ state: "kept" }]);
    expect(parseExamples({ body: "", existing }).variables).toMatchObject([{ state: "vanished" }]);
    expect(parseExamples({ body: '{"A":1}', existing }).variables.map(({ state }) => state)).toEqual([
      "new",
      "vanished",
    ]);
  });

  it("is stable: parsing the same again keeps every row as it is", () => {
    const text = fc.json({ maxDepth: 4 });
    const query = fc.webQueryParameters();
    const headers = fc.array(fc.constantFrom("A: 1", "x-b", "X.C: d", "3: 4"));
    fc.assert(
      fc.property(text, query, headers, (body, pastedQuery, lines) => {
        const request = { body, query: `?${pastedQuery}`, headers: lines.join("\n") };
        const first = parseExamples(request);
        expect(parseResultSchema.parse(first)).toEqual(first);
        expect(new Set(first.variables.map(({ key }) => key)).size).toBe(first.variables.length);
        const second = parseExamples({ ...request, existing: first.variables.map(asVariable) });
        expect(second.variables).toEqual(
          first.variables.map((row) => ({ ...row, state: "kept", required: false })),
        );
        expect(parseExamples({ ...request, existing: second.variables.map(asVariable) })).toEqual(second);
      }),
    );
  });

  it("reads a cURL command whole, a form too, and lets a part of its own text win", () => {
    const form = parseExamples({ curl: "curl https://h/k -d 'a=1&b[c]=x+y'" });
    expect(form.examples.body).toEqual({ a: "1", b: { c: "x y" } });
    expect(form.variables.map(({ path, type }) => [path, type])).toEqual([
      ["a", "string"],
      ["b", "object"],
      ["b.c", "string"],
    ]);
    const both = parseExamples({ curl: "curl 'h?a=1' -d '{\"a\":1}'", body: '{"b":1}' });
    expect(both.variables.map(({ from, path }) => `${from} ${path}`)).toEqual(["body b", "query a"]);
    expect(parseExamples({ curl: "curl h -d '{\"a\":}'" }).problems).toMatchObject([
      { from: "body", code: "malformed-json", line: 1, column: 6 },
    ]);
  });

  it("keeps credentials out of the texts that a document stores", () => {
    const { texts, examples } = parseExamples({
      headers: "X-A: 1\n> Authorization: Bearer t\r\ncookie: a=b\nx-cookie: c",
    });
    expect(texts.headers).toBe("X-A: 1\n> Authorization:\r\ncookie:\nx-cookie: c");
    expect(examples.headers).toMatchObject({ authorization: "Bearer t", "x-cookie": "c" });
  });

  it("leaves dangerous names out and says so", () => {
    const { variables, problems } = parseExamples({
      body: '{"__proto__":{"polluted":1},"a":[{"constructor":1,"b":2}]}',
      query: "a[__proto__][b]=1",
    });
    expect(variables.map(({ path }) => path)).toEqual(["a", "a[*].b"]);
    expect(problems.map(({ from, code }) => `${from} ${code}`)).toEqual([
      "body dangerous-name",
      "body dangerous-name",
      "query dangerous-name",
    ]);
    expect("polluted" in {}).toBe(false);
  });

  it("stays small for large and deep examples", () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, n]));
    const { variables, problems } = parseExamples({ body: JSON.stringify(wide) });
    expect(variables).toHaveLength(maxRows);
    expect(problems).toMatchObject([{ code: "too-many-rows" }]);
    const deep = `${'{"key":'.repeat(500)}1${"}".repeat(500)}`;
    const result = parseExamples({ body: deep });
    expect(result.problems).toMatchObject([{ code: "path-too-long" }]);
    expect(JSON.stringify(result.variables).length).toBeLessThan(1_000_000);
    const long = parseExamples({
      body: JSON.stringify({ t: "x".repeat(5_000), l: Array.from({ length: 500 }, () => 1) }),
    });
    expect(long.variables.map(({ example }) => JSON.stringify(example).length < 1_100)).toEqual([true, true]);
  });

  it("checks its request", () => {
    expect(parseRequestSchema.safeParse({ body: 1 }).success).toBe(false);
    expect(parseRequestSchema.safeParse({ existing: [{ key: "1", from: "body" }] }).success).toBe(false);
  });
});

describe("keys", () => {
  it("fall back on numbers, keep within 64 characters and never take a refused name", () => {
    const long = "k".repeat(80);
    expect(
      keysFor([
        { from: "query", path: "id" },
        { from: "body", path: "id" },
        { from: "body", path: "query_id" },
        { from: "body", path: long },
        { from: "body", path: `${long}x` },
        { from: "body", path: '["-constructor"]' },
        { from: "headers", path: "X--Api..Key" },
        { from: "body", path: "$.items[?@.a].b" },
      ]),
    ).toEqual([
      "query_id_2",
      "id",
      "query_id",
      "k".repeat(64),
      `${"k".repeat(62)}_2`,
      "constructor_2",
      "x_api_key",
      "items_a_b",
    ]);
  });
});
