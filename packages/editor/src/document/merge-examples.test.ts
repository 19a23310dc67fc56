import type { Json } from "@sluice/workflow/node-contract";
import { describe, expect, it } from "vitest";
import { maxVariables, mergeExamples, readExamples, stateOf } from "./merge-examples.ts";

const variable = (key: string, path = key, more: Record<string, Json> = {}): Json => ({
  key,
  from: "body",
  path,
  type: "any",
  required: false,
  ...more,
});
const keysOf = (variables: readonly Json[]) => variables.map((one) => (one as { key: string }).key);

describe("merging examples into variables", () => {
  it("adds what is new, keeps what is there as it is, and deletes nothing", () => {
    const a = variable("total", "a", { alias: "Total", required: true });
    const gone = variable("gone");
    const merged = mergeExamples({ body: '{"a":1,"b":{"c":2}}' }, [a, gone]);
    expect(keysOf(merged.variables)).toEqual(["total", "b", "b_c", "gone"]);
    expect(merged.variables[0]).toBe(a);
    expect(merged).toMatchObject({ added: ["b", "b_c"], vanished: ["gone"], problems: [], left: 0 });
  });

  it("finds a variable again whose path was edited by hand", () => {
    const edited = variable("first", "items[0].sku", { parsedPath: "items[*].sku" });
    const merged = mergeExamples({ body: '{"items":[{"sku":"x"}]}' }, [variable("items"), edited]);
    expect(merged.added).toEqual([]);
    expect(merged.variables).toContain(edited);
  });

  it("leaves the variables of other parts alone", () => {
    const header: Json = { key: "id", from: "headers", path: "x-id", type: "string", required: false };
    const merged = mergeExamples({ body: '{"a":1}' }, [header]);
    expect(merged.vanished).toEqual([]);
    expect(merged.variables).toContain(header);
  });

  it("keeps the variables when the text cannot be read, and says where", () => {
    const merged = mergeExamples({ body: '{"a":1,\n  oops}' }, [variable("a")]);
    expect(keysOf(merged.variables)).toEqual(["a"]);
    expect(merged.vanished).toEqual([]);
    expect(merged.problems).toMatchObject([{ from: "body", code: "malformed-json", line: 2 }]);
  });

  it("keeps entries that are no variables yet", () => {
    const half: Json = { key: "", from: "body", path: "" };
    expect(mergeExamples({ body: '{"a":1}' }, [half]).variables).toContain(half);
  });

  it("stops at the number of variables that a trigger may have", () => {
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`k${at}`, at])));
    const merged = mergeExamples({ body: wide }, [variable("own")]);
    expect(merged.variables).toHaveLength(maxVariables);
    expect(keysOf(merged.variables)).toContain("own");
    expect(merged.left).toBe(101);
  });

  it("reads all parts and the user of a command", () => {
    const merged = mergeExamples(
      { curl: "curl -u bob:s3 -H 'X-Shop: 7' 'https://h/k?a=1' -d '{\"b\":2}'" },
      [],
    );
    expect(merged.added).toEqual(expect.arrayContaining(["a", "b", "x_shop"]));
    expect(merged.basic).toEqual({ username: "bob", password: "s3" });
    expect(merged.texts.body).toBe('{"b":2}');
  });
});

describe("what the examples hold of a variable", () => {
  const reading = readExamples({
    body: '{"a":{"b":1},"list":[{"sku":"x"}]}',
    query: " ",
    headers: "X-Id: 7",
  });

  it.each([
    ["body", "a.b", { kind: "present", example: 1 }],
    ["body", "a.c", { kind: "vanished" }],
    ["body", "list[*].qty", { kind: "vanished" }],
    ["body", "list[*].sku", { kind: "present", example: ["x"] }],
    ["body", "a..", { kind: "unknown" }],
    ["query", "q", { kind: "unknown" }],
    ["headers", "X-ID", { kind: "present", example: "7" }],
  ] as const)("knows %s %s", (from, path, state) => {
    expect(stateOf({ from, path }, reading)).toEqual(state);
  });

  it("says nothing about a part that cannot be read", () => {
    expect(stateOf({ from: "body", path: "a" }, readExamples({ body: "{" }))).toEqual({ kind: "unknown" });
  });
});
