import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paymentDocument } from "../testing/payment-document.ts";
import { meaningText } from "./meaning.ts";
import { stableStringify } from "./stable-stringify.ts";

describe("stable text", () => {
  test("keys stand in order, numbers among them", () => {
    expect(stableStringify({ b: 1, a: { "10": 1, "9": 2, d: [3, { z: 1, y: null }] } })).toBe(
      '{"a":{"10":1,"9":2,"d":[3,{"y":null,"z":1}]},"b":1}',
    );
  });

  test("with an indent it reads as JSON.stringify writes", () => {
    const value = { a: [], b: {}, c: [1, { d: "x" }] };
    expect(stableStringify(value, { indent: 2 })).toBe(JSON.stringify(value, null, 2));
  });

  test("what is undefined is left out of objects and null in lists", () => {
    expect(stableStringify({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
  });

  test("property: it is JSON of the same value, whatever the order of the keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
        const data = JSON.parse(JSON.stringify(value));
        const text = stableStringify(data, { indent });
        expect(JSON.parse(text)).toEqual(data);
        expect(stableStringify(reversed(data), { indent })).toBe(text);
      }),
    );
  });
});

describe("the meaning of a document", () => {
  test("layout is no part of it, everything else is", () => {
    const document = paymentDocument();
    const moved = { ...document, layout: { nodes: { big: { x: 1, y: 2 } }, notes: [] } };
    const { layout: _, ...bare } = document;

    expect(meaningText(moved)).toBe(meaningText(document));
    expect(meaningText(bare)).toBe(meaningText(document));
    expect(meaningText({ ...document, mode: "async" })).not.toBe(meaningText(document));
    expect(document.layout).toBeDefined();
  });

  test.each<[string, Record<string, unknown>, boolean]>([
    ["the settings of a node", { config: { body: { a: 1, b: 2 }, kind: "json" }, type: "response" }, true],
    ["a body", { type: "response", config: { kind: "json", body: { b: 2, a: 1 } } }, false],
  ])("the order of keys of %s", (_what, node, same) => {
    const [one, other] = [{ type: "response", config: { kind: "json", body: { a: 1, b: 2 } } }, node].map(
      (each) => meaningText({ ...paymentDocument(), nodes: { each } } as never),
    );
    expect(one === other).toBe(same);
  });
});

function reversed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reversed(field)]),
  );
}
