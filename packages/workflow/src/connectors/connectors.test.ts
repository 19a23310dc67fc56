import { describe, expect, test } from "vitest";
import { compileTemplate } from "../expressions/template.ts";
import type { JsonObject } from "../node-contract/json.ts";
import { checkParameters } from "./check-parameters.ts";
import { type ConnectorOperation, connectorOperationSchema, type OperationParameter } from "./connector.ts";
import { nodeOfOperation } from "./node-of-operation.ts";
import { parameterValue, withParameter } from "./parameter-values.ts";
import { readUrl, writeUrl } from "./url-places.ts";

const connector = { id: "shop", baseUrl: "https://api.shop.example/v2/" };

describe("the places of a path in a URL", () => {
  test.each([
    ["/orders/{id}", "https://a.example/v2/orders/17", ["17"]],
    [
      "/orders/{id}/notes/{note}",
      "https://a.example/orders/{{ trigger.a / 2 }}/notes/n?x=1",
      ["{{ trigger.a / 2 }}", "n"],
    ],
    ["/{id}", "https://a.example/v2/x", ["x"]],
    ["/orders/{id}", "https://a.example/orders/", [""]],
    ["/orders", "https://a.example/orders#top", []],
    ["/files/{name}.{type}", "https://a.example/files/a.pdf", ["a", "pdf"]],
    ["/o/{a}{b}", "https://a.example/o/xy", ["", "xy"]],
  ])("%s in %s", (path, url, values) => {
    const places = readUrl(path, url);
    expect(places?.values).toEqual(values);
    expect(places && writeUrl(places)).toBe(url);
  });

  test.each([
    ["/orders/{id}", "https://a.example/customers/1"],
    ["/orders", "https://a.example/orders/1"],
    ["/orders/{id}", "https://a.example/{{ unfinished"],
    ["/orders/{id}", ""],
  ])("%s is not in %s", (path, url) => expect(readUrl(path, url)).toBeNull());
});

describe("the node of an operation", () => {
  test("has all that must be given, and nothing else", () => {
    // given
    const made = nodeOfOperation(connector, operation());

    // then
    expect(made).toEqual({
      type: "http",
      name: "Change an order",
      config: {
        operation: { connector: "shop", operation: "changeOrder" },
        method: "PATCH",
        url: "https://api.shop.example/v2/orders/{{ trigger.order_id }}",
        bodyKind: "json",
        body: { address: { city: "{{ trigger.address_city }}" }, state: "open" },
        headers: [{ name: "Shop-Version", value: "2024-01-01" }],
      },
    });
    expect(checkParameters(made.config, operation())).toEqual([]);
  });

  test("takes the operation's own base URL", () => {
    const other = operation({ baseUrl: "https://files.shop.example" });
    expect(nodeOfOperation(connector, other).config.url).toMatch(/^https:\/\/files\.shop\.example\/orders\//);
  });
});

describe("a parameter's value", () => {
  test("is read where it was written, wherever that is, and taken out again", () => {
    for (const parameter of operation().parameters) {
      const start = nodeOfOperation(connector, operation()).config;
      const set = withParameter(start, operation(), { parameter, value: "x{{ 1 }}" });
      expect(parameterValue(set, operation(), parameter), parameter.name).toBe("x{{ 1 }}");
      const gone = withParameter(set, operation(), { parameter, value: undefined });
      expect(parameterValue(gone, operation(), parameter), parameter.name).toBeUndefined();
    }
  });

  test("leaves what a builder wrote beside it alone", () => {
    const config = {
      url: "https://proxy.example/orders/1?trace=1",
      query: [{ name: "own", value: "1" }],
      body: { extra: [1], address: { street: "s" } },
    };
    const values = [
      ["id", "2"],
      ["fields", "a"],
      ["address.city", "Lyon"],
    ] as const;
    const changed = values.reduce<JsonObject>(
      (made, [name, value]) => withParameter(made, operation(), { parameter: named(name), value }),
      config,
    );
    expect(changed).toEqual({
      url: "https://proxy.example/orders/2?trace=1",
      query: [
        { name: "own", value: "1" },
        { name: "fields", value: "a" },
      ],
      body: { extra: [1], address: { street: "s", city: "Lyon" } },
    });
  });

  test("never reaches what is not the config's own", () => {
    const parameter = { ...named("address.city"), at: ["constructor", "name"] };
    expect(parameterValue({ body: {} }, operation(), parameter)).toBeUndefined();
    expect(withParameter({ body: "text" }, operation(), { parameter, value: 1 })).toEqual({
      body: { constructor: { name: 1 } },
    });
  });
});

test("a parameter's way of lists goes into the request, and stays where a builder chose another", () => {
  const plain = { at: [], description: "", required: true };
  const ids: OperationParameter = { ...plain, in: "query", name: "ids", type: "array" };
  const listed = operation({ parameters: [{ ...ids, list: "comma" }] });
  const parameter: OperationParameter = { ...ids, list: "comma" };
  const { config } = nodeOfOperation(connector, listed);
  expect(config.query).toEqual([{ name: "ids", value: "{{ trigger.ids }}", list: "comma" }]);
  const own = {
    query: [
      { name: "a", value: [1], list: "json" },
      { name: "ids", value: "1", list: "pipe" },
    ],
  };
  expect(withParameter(own, listed, { parameter, value: "2" }).query).toEqual([
    { name: "a", value: [1], list: "json" },
    { name: "ids", value: "2", list: "pipe" },
  ]);
  const starting = operation({ parameters: [{ ...ids, start: ["a", "}}"] }] });
  const [{ value = "" } = {}] = nodeOfOperation(connector, starting).config.query as { value: string }[];
  expect(compileTemplate(value).evaluate({})).toEqual(["a", "}}"]);
});

describe("the check", () => {
  test.each([
    [{ url: "https://a.example/orders/" }, ["missing order_id"]],
    [{ method: "GET" }, ["other-method"]],
    [{ url: "https://a.example/elsewhere" }, ["other-url"]],
    [{ query: [{ name: "limit", value: "many" }] }, ["not-of-type limit"]],
    [{ query: [{ name: "limit", value: "{{ trigger.limit }}" }] }, []],
    [{ body: { address: {}, state: "lost" } }, ["missing address.city", "not-listed state"]],
    [{ body: { address: { city: 3 }, state: "open" } }, ["not-of-type address.city"]],
    [{ body: "{{ trigger.order }}" }, []],
    [{ headers: [{ name: "shop-version", value: "1" }] }, ["not-listed Shop-Version"]],
  ])("of %j", (change, issues) => {
    const { config } = nodeOfOperation(connector, operation());
    const found = checkParameters({ ...config, ...change }, operation());
    expect(
      found.map((issue) => ("parameter" in issue ? `${issue.code} ${issue.parameter.name}` : issue.code)),
    ).toEqual(issues.map((one) => one.replace("order_id", "order-id")));
  });
});

function named(name: string): OperationParameter {
  const found = operation().parameters.find(
    (one) => one.name === name || (name === "id" && one.in === "path"),
  );
  if (!found) throw new Error(`there is no parameter ${name}`);
  return found;
}

function operation(more: Partial<ConnectorOperation> = {}): ConnectorOperation {
  const plain = { at: [], description: "", type: "string" } as const;
  return connectorOperationSchema.parse({
    ...{ id: "changeOrder", method: "PATCH", path: "/orders/{order-id}", summary: "Change an order" },
    ...{ description: "", tag: null, deprecated: false, baseUrl: null, bodyKind: "json", signIn: [] },
    parameters: [
      { ...plain, in: "path", name: "order-id", required: true },
      { ...plain, in: "query", name: "fields", required: false },
      { ...plain, in: "query", name: "limit", required: false, type: "integer" },
      {
        ...plain,
        in: "header",
        name: "Shop-Version",
        required: true,
        values: ["2024-01-01"],
        start: "2024-01-01",
      },
      { ...plain, in: "body", name: "address.city", at: ["address", "city"], required: true },
      {
        ...plain,
        in: "body",
        name: "state",
        at: ["state"],
        required: true,
        values: ["open", "paid"],
        start: "open",
      },
    ],
    ...more,
  });
}
