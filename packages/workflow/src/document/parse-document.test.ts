import { describe, expect, test } from "vitest";
import { edge, node } from "../testing/build-document.ts";
import { paymentDocument } from "../testing/payment-document.ts";
import { emptyDocument } from "./empty-document.ts";
import { isDeeperThan } from "./limits.ts";
import { parseDocument } from "./parse-document.ts";
import { maxDocumentBytes, maxDocumentDepth } from "./schema.ts";

/** Lists in lists: `depth` deep. */
function nested(depth: number): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

function withField(field: unknown): unknown {
  return { ...emptyDocument("Deep", "async"), trigger: { type: "webhook", config: { field } } };
}

function problemsOf(value: unknown) {
  const parsed = parseDocument(value);
  return parsed.ok ? [] : parsed.problems;
}

describe("reading a document", () => {
  test("given a document, it comes back as it was", () => {
    expect(parseDocument(paymentDocument())).toEqual({ ok: true, document: paymentDocument() });
    expect(parseDocument(emptyDocument("New", "sync"))).toEqual({
      ok: true,
      document: emptyDocument("New", "sync"),
    });
  });

  test("given several faults, all are named with their places", () => {
    const faulty = {
      ...paymentDocument(),
      mode: "both",
      edges: [{ from: "trigger", to: "9lives" }],
      nodes: { trigger: node("set"), fine: { type: "", config: {} }, "a-b": node("set") },
    };
    expect(problemsOf(faulty).map(({ at }) => at)).toEqual([
      ["mode"],
      ["nodes", "trigger"],
      ["nodes", "fine", "type"],
      ["nodes", "a-b"],
      ["edges", 0, "to"],
    ]);
  });

  test("given an edge to or from a node that is not there, it is refused at that end", () => {
    const document = { ...emptyDocument("Edges", "async"), edges: [edge("ghost", "other")] };
    expect(problemsOf(document)).toEqual([
      { at: ["edges", 0, "from"], message: 'there is no node "ghost"' },
      { at: ["edges", 0, "to"], message: 'there is no node "other"' },
    ]);
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "{}"],
    ["a list", [emptyDocument("In a list", "async")]],
    ["an empty object", {}],
    ["another format", { ...emptyDocument("Old", "async"), format: 0 }],
    ["a field nobody knows", { ...emptyDocument("More", "async"), extra: 1 }],
    ["what JSON does not have", withField(1n)],
    ["a function", withField(() => 1)],
    ["not a number", withField(Number.NaN)],
  ])("given %s, it is refused and nothing is thrown", (_, value) => {
    const parsed = parseDocument(value);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) for (const { message } of parsed.problems) expect(message).not.toBe("");
  });

  test.each(["__proto__", "constructor", "prototype", "trigger", "1st", "a b", "x".repeat(65), ""])(
    "given a node under %j, the key is refused or dropped, never taken",
    (key) => {
      const text = `{"format":1,"name":"k","mode":"async","trigger":{"type":"webhook","config":{}},"nodes":{${JSON.stringify(key)}:{"type":"set","config":{}}},"edges":[]}`;
      const parsed = parseDocument(JSON.parse(text));
      if (parsed.ok) expect(Object.keys(parsed.document.nodes)).toEqual([]);
      else expect(parsed.problems[0]?.at).toEqual(["nodes", key]);
    },
  );

  test("given thousands of faults, their list is cut", () => {
    const edges = Array.from({ length: 5000 }, () => edge("ghost", "other"));
    expect(problemsOf({ ...emptyDocument("Many", "async"), edges })).toHaveLength(200);
  });
});

describe("limits", () => {
  test("given the deepest allowed document it is read, one deeper is refused", () => {
    const around = 3;
    expect(parseDocument(withField(nested(maxDocumentDepth - around))).ok).toBe(true);
    expect(problemsOf(withField(nested(maxDocumentDepth - around + 1)))[0]?.message).toContain(
      `deeper than ${maxDocumentDepth}`,
    );
  });

  test("given a node or a field called __proto__, it is refused with its place, not left out without a word", () => {
    const own = (inside: unknown) => Object.fromEntries([["__proto__", inside]]);
    const asNode = { ...(withField("x") as object), nodes: own({ type: "set", config: {} }) };
    const asField = withField(own(1));
    for (const value of [asNode, asField]) {
      expect(problemsOf(value)).toHaveLength(1);
      expect(problemsOf(value)[0]?.message).toContain("__proto__");
      expect(problemsOf(value)[0]?.at.at(-1)).toBe("__proto__");
    }
  });

  test("given a hundred thousand levels, or a value within itself, it is refused without overflow", () => {
    const circle: Record<string, unknown> = {};
    circle.again = [circle, circle];
    expect(problemsOf(withField(nested(100_000)))).toHaveLength(1);
    expect(problemsOf(withField(circle))).toHaveLength(1);
    expect(isDeeperThan("text", 0)).toBe(false);
    expect(isDeeperThan([], 0)).toBe(true);
    expect(isDeeperThan({}, 1)).toBe(false);
  });

  test("given one object used over and over, its text is never built", () => {
    let shared: unknown = "x";
    for (let level = 0; level < 50; level++) shared = [shared, shared];
    expect(problemsOf(withField(shared))[0]?.message).toContain("larger than");
  });

  test("given a document at the limit it is read, one byte more is refused, counted in UTF-8", () => {
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
    const room = maxDocumentBytes - bytes(withField(""));
    const fits = withField("é".repeat(Math.floor(room / 2)) + "x".repeat(room % 2));
    expect(bytes(fits)).toBe(maxDocumentBytes);
    expect(parseDocument(fits).ok).toBe(true);
    expect(problemsOf(withField(`${"x".repeat(room)}x`))[0]?.message).toContain("larger than");
  });
});
