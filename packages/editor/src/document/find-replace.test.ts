import { definitions } from "@sluice/nodes/definitions";
import { documentSchema } from "@sluice/workflow/document";
import { applyOperation } from "@sluice/workflow/operations";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, test } from "vitest";
import { findIn, problemOf, replacedText, replaceEdit, type Search } from "./find-replace.ts";

const document = buildDocument({
  name: "Order of equals",
  description: "An order comes in",
  trigger: {
    variables: [
      { key: "order", from: "body", path: "order", alias: "The order", type: "string", required: false },
    ],
    examples: { body: '{"order":1}' },
    response: { status: 202, body: { order: "{{ trigger.order }}" } },
    filter: { when: { all: [{ left: "{{ trigger.order }}", operator: "equals", right: "order" }] } },
  },
  nodes: {
    order: node(
      "condition",
      { when: { all: [{ left: "{{ trigger.order }}", operator: "equals", right: "a" }] } },
      { name: "Order?", note: "equals order" },
    ),
    call: node(
      "http",
      {
        method: "POST",
        url: "https://example.com/order",
        headers: [{ name: "x", value: { secret: "sec_order" } }],
      },
      { cache: { key: "order-{{ trigger.order }}", ttlSeconds: 5 } },
    ),
    bare: node("transform", { expression: "trigger.order + 1" }),
    script: node("code", { code: "return trigger.order" }),
    unknown: node("order", { text: "order" }),
  },
  settings: {
    searchKeys: [{ name: "order", path: "trigger.order" }],
    concurrency: { key: "{{ trigger.order }}", limit: 1, whenFull: "queue" },
  },
  layout: { nodes: {}, notes: [{ id: "n", text: "order first", x: 0, y: 0 }] },
});

const plain = (find: string, more: Partial<Search> = {}): Search => ({
  find,
  matchCase: false,
  wholeWord: false,
  isPattern: false,
  ...more,
});
const placesOf = (search: Search) =>
  findIn(document, definitions, search).found.map(({ at, holds }) =>
    [at.join("."), holds].filter(Boolean).join(" "),
  );
const after = (search: Search, replacement: string) => {
  const places = findIn(document, definitions, search).found;
  const edit = replaceEdit({ document, places, search, replacement });
  return (edit?.operations ?? []).reduce((one, operation) => applyOperation(one, operation), document);
};

describe("finding", () => {
  test("looks into every text that somebody wrote, and nowhere else", () => {
    expect(placesOf(plain("order"))).toEqual([
      "name",
      "description",
      "trigger.config.variables.0.path",
      "trigger.config.variables.0.alias",
      "trigger.config.filter.when.all.0.left",
      "trigger.config.filter.when.all.0.right",
      "trigger.config.response.body.order name",
      "trigger.config.response.body.order",
      "nodes.order.name",
      "nodes.order.config.when.all.0.left",
      "nodes.order.note",
      "nodes.call.config.url",
      "nodes.call.cache.key",
      "nodes.bare.config.expression",
      "nodes.script.config.code",
      "settings.searchKeys.0.name",
      "settings.searchKeys.0.path",
      "settings.concurrency.key",
      "layout.notes.0.text",
    ]);
  });

  test("comes to an end with a pattern that makes JavaScript's own engine try every way", () => {
    const hard = { ...document, name: `${"a".repeat(58)}b` };
    const { found, cut } = findIn(hard, definitions, plain("(a+)+$", { isPattern: true, matchCase: true }));
    expect(found.map(({ at }) => at)).not.toContainEqual(["name"]);
    expect(cut).toBeNull();
  });

  test("says that it was too much work for one search", () => {
    const long = { ...document, description: "a".repeat(20_000) };
    const search = plain("((a{30}){30})b", { isPattern: true });
    expect(findIn(long, definitions, search).cut).toBe("work");
    expect(replacedText(long.description, search, "x")).toBe(long.description);
  });

  test("leaves words of the program alone: operators, choices", () => {
    expect(placesOf(plain("equals"))).toEqual(["name", "nodes.order.note"]);
    expect(placesOf(plain("POST"))).toEqual([]);
  });

  test.each([
    [plain("Order", { matchCase: true }), ["name", "nodes.order.name"]],
    [plain("rder", { wholeWord: true }), []],
    [plain("^order", { isPattern: true, matchCase: true }), ["trigger.config.variables.0.path"]],
  ])("%j", (search, first) => {
    expect(placesOf(search).slice(0, first.length || undefined)).toEqual(first);
  });

  test("takes signs as they stand, and says of a pattern that cannot be read that there is none", () => {
    expect(placesOf(plain("r?"))).toEqual(["nodes.order.name"]);
    expect(problemOf(plain("(", { isPattern: true }), "en")).toContain("missing closing )");
    for (const unknown of ["(?<=a)b", "a(?=b)", "(a)\\1"])
      expect(problemOf(plain(unknown, { isPattern: true }), "fr")).toContain("expression régulière");
    expect(problemOf(plain("("), "en")).toBeNull();
    expect(placesOf(plain("(", { isPattern: true }))).toEqual([]);
    expect(placesOf(plain("x*", { isPattern: true }))).toEqual([
      "nodes.call.config.url",
      "nodes.call.config.headers.0.name",
    ]);
  });
});

describe("replacing", () => {
  test("changes all places at once into a document that is one", () => {
    const next = after(plain("order"), "parcel");
    expect(documentSchema.parse(next)).toEqual(next);
    expect(findIn(next, definitions, plain("order")).found).toEqual([]);
    expect(next).toMatchObject({
      name: "parcel of equals",
      trigger: {
        config: { examples: { body: '{"order":1}' }, response: { body: { parcel: "{{ trigger.parcel }}" } } },
      },
      nodes: {
        order: { name: "parcel?", note: "equals parcel" },
        call: {
          config: { url: "https://example.com/parcel" },
          cache: { key: "parcel-{{ trigger.parcel }}" },
        },
        unknown: { type: "order", config: { text: "order" } },
      },
      settings: { searchKeys: [{ name: "parcel", path: "trigger.parcel" }] },
      layout: { notes: [{ text: "parcel first" }] },
    });
    expect(next.nodes.call?.config.headers).toEqual(document.nodes.call?.config.headers);
  });

  const numbered = buildDocument({
    trigger: { response: { status: 422 } },
    nodes: {
      big: node("condition", {
        when: { all: [{ left: "{{ trigger.a }}", operator: "greater", right: 100 }] },
      }),
      put: node("set", { fields: { total: { sum: 100, rest: "100 %" }, sum: 1, taken: 2 } }),
      no: node("response", { kind: "json", status: 422, body: { zeta: 422, ok: true } }),
    },
  });
  const changed = (search: Search, replacement: string) => {
    const places = findIn(numbered, definitions, search).found;
    const edit = replaceEdit({ document: numbered, places, search, replacement });
    const next = (edit?.operations ?? []).reduce(
      (one, operation) => applyOperation(one, operation),
      numbered,
    );
    expect(documentSchema.parse(next)).toEqual(next);
    return { next, count: edit?.count ?? 0, found: places.length };
  };

  test("finds numbers, and replaces one only by one", () => {
    const { next, count, found } = changed(plain("422"), "409");
    expect([count, found]).toEqual([3, 3]);
    expect(next.nodes.no?.config).toEqual({ kind: "json", status: 409, body: { zeta: 409, ok: true } });
    expect(next.trigger.config.response).toEqual({ status: 409 });
    const hundred = changed(plain("100"), "1e3");
    expect(hundred.next.nodes.big?.config.when).toMatchObject({ all: [{ right: 1000 }] });
    expect(hundred.next.nodes.put?.config.fields).toMatchObject({ total: { sum: 1000, rest: "1e3 %" } });
    expect(changed(plain("422"), "many")).toMatchObject({ count: 0, found: 3, next: numbered });
  });

  test("finds the names of fields, and gives them others in their place, where those are free", () => {
    const { next, count, found } = changed(plain("total", { wholeWord: true }), "whole");
    expect([count, found]).toEqual([1, 1]);
    expect(JSON.stringify(next.nodes.put?.config.fields)).toBe(
      '{"whole":{"sum":100,"rest":"100 %"},"sum":1,"taken":2}',
    );
    // Free within `total`, taken beside it.
    expect(JSON.stringify(changed(plain("sum"), "taken").next.nodes.put?.config.fields)).toBe(
      '{"total":{"taken":100,"rest":"100 %"},"sum":1,"taken":2}',
    );
    expect(changed(plain("zeta"), "__proto__").count).toBe(0);
  });

  test.each([
    ["order 17", plain("order (\\d+)", { isPattern: true }), "$1. $& $$ $2", "17. order 17 $ $2"],
    ["a1", plain("(?<l>[a-z])", { isPattern: true }), "$<l>$<l>", "aa1"],
    ["baab", plain("a*", { isPattern: true }), "x", "bxb"],
    ["order", plain("order"), "$1$&", "$1$&"],
  ])("%s", (text, search, replacement, expected) => {
    expect(replacedText(text, search, replacement)).toBe(expected);
  });

  test("changes nothing where nothing would change, and leaves a workflow its name", () => {
    const places = findIn(document, definitions, plain("order")).found;
    expect(replaceEdit({ document, places, search: plain("xyzzy"), replacement: "" })).toBeNull();
    expect(after(plain("Order of equals"), "").name).toBe("Order of equals");
  });
});
