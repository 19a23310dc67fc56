import { describe, expect, it } from "vitest";
import type { TriggerVariable } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";
import { compileVariables, type ExtractRequest, extractVariables } from "./extract.ts";
import { toJsonSchema } from "./json-schema.ts";

const variable = (over: Partial<TriggerVariable> = {}): TriggerVariable => ({
  key: "v",
  from: "body",
  path: "v",
  type: "any",
  required: false,
  ...over,
});
const request = (body: Json, over: Partial<ExtractRequest> = {}): ExtractRequest => ({
  body,
  query: {},
  headers: {},
  ...over,
});
const take = (over: Partial<TriggerVariable>, from: ExtractRequest) =>
  extractVariables([variable(over)], from);

describe("variables of a request", () => {
  it("turn down a required value that is missing, null or of another type, without echoing it", () => {
    const cases: [Json, TriggerVariable["type"], string][] = [
      [{}, "string", "missing"],
      [{ v: null }, "string", "null"],
      [{ v: "12" }, "number", "string"],
      [{ v: 12.5 }, "integer", "number"],
      [{ v: [] }, "object", "array"],
      [{ v: {} }, "array", "object"],
      [{ v: 1 }, "boolean", "number"],
      [{ v: "2025-10-18" }, "datetime", "string"],
    ];
    for (const [body, type, got] of cases) {
      const { violations, drift } = take({ type, required: true }, request(body));
      expect({ violations, drift }).toEqual({
        violations: [{ from: "body", path: "v", expected: type, got }],
        drift: [],
      });
    }
  });

  it("let a wrong type of an optional variable pass, and note the drift", () => {
    expect(take({ type: "number" }, request({ v: "12" }))).toEqual({
      values: { v: "12" },
      violations: [],
      drift: [{ from: "body", path: "v", expected: "number", got: "string" }],
    });
    expect(take({ type: "integer", from: "query" }, request(null, { query: { v: "x" } })).drift).toHaveLength(
      1,
    );
  });

  it("fill in a default for what is missing, not for null, a fresh one each time", () => {
    const fallback = { a: [1] };
    const extract = compileVariables([variable({ type: "object", default: fallback })]);
    const first = extract(request({})).values.v as { a: number[] };
    first.a.push(2);
    expect(extract(request({})).values).toEqual({ v: { a: [1] } });
    expect(extract(request({ v: null }))).toEqual({ values: { v: null }, violations: [], drift: [] });
    expect(extract(request({ v: {} })).values).toEqual({ v: {} });
    expect(take({}, request({})).values).toEqual({});
  });

  it("convert text of query and headers when it is exactly one value", () => {
    const values = (text: string, type: TriggerVariable["type"]) =>
      take(
        { from: "headers", path: "X-V", type, required: true },
        request(null, { headers: { "x-v": text } }),
      );
    expect(values("12.0", "integer").values).toEqual({ v: 12 });
    expect(values("-0.5e1", "number").values).toEqual({ v: -5 });
    expect(values('{"a":1}', "object").values).toEqual({ v: { a: 1 } });
    expect(values("[1]", "array").values).toEqual({ v: [1] });
    expect(values("007", "string").values).toEqual({ v: "007" });
    expect(values("2025-10-18T09:42:31Z", "datetime").values).toEqual({ v: "2025-10-18T09:42:31Z" });
    for (const [text, type] of [
      ["1e999", "number"],
      ["+1", "number"],
      ["01", "integer"],
      ["", "number"],
      ["TRUE", "boolean"],
      ["[1", "array"],
      ["[1]", "object"],
      ["2025-02-30T00:00:00Z", "datetime"],
    ] as const) {
      expect(values(text, type).violations).toHaveLength(1);
    }
  });

  it("read the type of a list path as that of its elements", () => {
    const body = { items: [{ qty: 1 }, {}, { qty: null }, { qty: 2 }] };
    const path = { path: "items[*].qty", required: true } as const;
    expect(take({ ...path, type: "integer" }, request(body))).toMatchObject({
      values: { v: [1, null, 2] },
      violations: [],
    });
    expect(take({ ...path, type: "array" }, request(body)).violations).toEqual([]);
    expect(take({ ...path, type: "boolean" }, request(body)).violations).toEqual([
      { from: "body", path: "items[*].qty", expected: "list of boolean", got: "number" },
    ]);
    expect(take({ ...path, type: "integer" }, request({})).violations).toMatchObject([{ got: "missing" }]);
    expect(take({ ...path, type: "integer" }, request({ items: [] }))).toMatchObject({
      values: { v: [] },
      violations: [],
    });
    expect(
      take({ from: "query", path: "a[*]", type: "integer" }, request(null, { query: { a: ["1", "2"] } }))
        .values,
    ).toEqual({
      v: [1, 2],
    });
  });

  it("keep the exact digits of a number that becomes text", () => {
    const bodyText =
      '{"id":9007199254740993,"p":12.50,"items":[{"id":1e2},{"id":"x"},{"id":12345678901234567890}]}';
    const full = request(JSON.parse(bodyText) as Json, { bodyText });
    const text = (path: string) => take({ path, type: "string", required: true }, full);
    expect(text("id")).toMatchObject({ values: { v: "9007199254740993" }, violations: [] });
    expect(text("$.id").values).toEqual({ v: "9007199254740993" });
    expect(text("p").values).toEqual({ v: "12.50" });
    expect(text("items[*].id").values).toEqual({ v: ["1e2", "x", "12345678901234567890"] });
    expect(text("$.items[?@.id != 'x'].id").values).toEqual({ v: ["1e2", "12345678901234567890"] });
    expect(text("$.items[-1].id").values).toEqual({ v: "12345678901234567890" });
    expect(text("$..id").values).toEqual({ v: ["9007199254740993", "1e2", "x", "12345678901234567890"] });
  });

  it("keep exact digits for many variables of one body, the text asked for once", () => {
    const keys = Array.from({ length: 12 }, (_, n) => `k${n}`);
    const text = `{"list":[${keys.map((_, n) => `1.${n}0`).join()}],${keys.map((key, n) => `"${key}":9007199254740993${n}`).join()}}`;
    let asked = 0;
    const bodyText = () => {
      asked += 1;
      return text;
    };
    const variables = keys.map((key) => variable({ key, path: key, type: "string" }));
    const extract = compileVariables([
      ...variables,
      variable({ key: "list", path: "list[*]", type: "string" }),
    ]);
    const { values } = extract(request(JSON.parse(text) as Json, { bodyText }));
    expect(values).toEqual({
      ...Object.fromEntries(keys.map((key, n) => [key, `9007199254740993${n}`])),
      list: keys.map((_, n) => `1.${n}0`),
    });
    expect(asked).toBe(1);
  });

  it("ask for the body's text only when a string meets a number", () => {
    let asked = 0;
    const bodyText = () => {
      asked += 1;
      return '{"v":7}';
    };
    expect(take({ type: "integer" }, request({ v: 7 }, { bodyText })).values).toEqual({ v: 7 });
    expect(asked).toBe(0);
    expect(take({ type: "string" }, request({ v: 7 }, { bodyText })).values).toEqual({ v: "7" });
    expect(asked).toBe(1);
    expect(take({ type: "string" }, request({ v: 1e21 })).values).toEqual({ v: "1e+21" });
  });

  it("miss a variable that cannot be read, and say which, instead of failing", () => {
    const extract = compileVariables([
      variable({ path: "a..b", required: true }),
      variable({ key: "__proto__" }),
      variable({ key: "w" }),
    ]);
    expect(extract.problems.map(({ key }) => key)).toEqual(["v", "__proto__"]);
    expect(extract(request({ v: 1 }))).toEqual({
      values: { w: 1 },
      violations: [{ from: "body", path: "a..b", expected: "any", got: "missing" }],
      drift: [],
    });
  });

  it("turn a path that costs too much into a deviation of that request", () => {
    const body = Array.from({ length: 10_001 }, () => 1);
    expect(take({ path: "$[*]", required: true }, request(body)).violations).toMatchObject([
      { got: "too much" },
    ]);
    expect(take({ path: "$[*]" }, request(body))).toMatchObject({ values: {}, drift: [{ got: "too much" }] });
  });
});

describe("the contract as JSON Schema", () => {
  it("says what is required, down to the place, and what may be null", () => {
    const contract = toJsonSchema([
      variable({ path: "order.id", type: "string", required: true, alias: "Order" }),
      variable({ path: "order.total", type: "number", default: 0 }),
      variable({ path: "items[*].sku", type: "integer", required: true }),
      variable({ path: "at[1]", type: "datetime", required: true }),
      variable({ path: "$..x", type: "any" }),
      variable({ from: "headers", path: "X-Id", type: "string", required: true }),
    ]);
    expect(contract).toEqual({
      body: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $comment: "also read, by path: $..x",
        type: "object",
        properties: {
          order: {
            type: "object",
            properties: {
              id: { type: ["string", "number"], title: "Order" },
              total: { type: ["number", "null"], default: 0 },
            },
            required: ["id"],
          },
          items: { type: "array", items: { properties: { sku: { type: ["integer", "null"] } } } },
          at: { type: "array", prefixItems: [{}, { type: "string", format: "date-time" }], minItems: 2 },
        },
        required: ["order", "items", "at"],
      },
      headers: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        properties: { "x-id": { type: "string" } },
        required: ["x-id"],
      },
    });
    expect(toJsonSchema([])).toEqual({});
  });
});
