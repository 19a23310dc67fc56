import { readFileSync } from "node:fs";
import SwaggerParser from "@apidevtools/swagger-parser";
import { shippedKeys } from "@sluice/api/schemas";
import { definitions } from "@sluice/nodes/definitions";
import { checkParameters, nodeOfOperation } from "@sluice/workflow/connectors";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { shipped } from "../shipped.ts";
import { readOpenApi } from "./read-openapi.ts";
import { RefusedDocument } from "./refused.ts";

const read = (document: unknown, more: { from?: string; baseUrl?: string } = {}) =>
  readOpenApi({ text: typeof document === "string" ? document : JSON.stringify(document), ...more });

async function refusal(document: unknown, more = {}): Promise<string> {
  const error = await read(document, more).catch((reason: unknown) => reason);
  if (!(error instanceof RefusedDocument)) throw new Error("it was taken");
  return error.issues.map(({ at, message }) => `${at.join(".")}: ${message}`).join("\n");
}

const get = (more: object = {}) => ({ responses: {}, ...more });
const api = (paths: object, more: object = {}) => ({
  ...{ openapi: "3.1.0", info: { title: "Shop", version: "1" }, servers: [{ url: "https://a.example/v1" }] },
  paths,
  ...more,
});

describe("what is read of a document", () => {
  test("parameters of path, query and header, those of the operation before those of the path", async () => {
    const { content, notices } = await read(
      api({
        "/orders/{id}": {
          parameters: [
            {
              name: "id",
              in: "path",
              required: true,
              description: "of the path",
              schema: { type: "string" },
            },
            { name: "lang", in: "query", schema: { enum: ["en", "fr"], default: "en" } },
          ],
          get: get({
            operationId: "getOrder",
            summary: "Get an <b>order</b>",
            parameters: [
              {
                name: "id",
                in: "path",
                required: true,
                description: "of the operation",
                schema: { type: "integer" },
              },
              { name: "X-Version", in: "header", required: true, schema: { const: "2" } },
              { name: "Authorization", in: "header", schema: {} },
              { name: "session", in: "cookie", schema: {} },
            ],
          }),
        },
      }),
    );
    expect(content.operations[0]).toMatchObject({
      ...{ id: "getOrder", method: "GET", path: "/orders/{id}", summary: "Get an order", bodyKind: "none" },
      parameters: [
        { in: "path", name: "id", required: true, description: "of the operation", type: "integer" },
        { in: "query", name: "lang", required: false, values: ["en", "fr"], start: "en" },
        { in: "header", name: "X-Version", required: true, values: ["2"], start: "2" },
      ],
    });
    expect(notices).toEqual([{ code: "cookie-parameter", operation: "GET /orders/{id}", detail: "session" }]);
  });

  test("the body of a request, its objects taken apart, with what they begin with", async () => {
    const schemas = {
      order: {
        type: "object",
        required: ["customer", "lines"],
        properties: {
          id: { type: "string", readOnly: true },
          customer: { allOf: [{ $ref: "#/components/schemas/person" }], description: "who" },
          lines: { type: "array", items: { $ref: "#/components/schemas/line" } },
          paid: { type: ["boolean", "null"] },
          parent: { $ref: "#/components/schemas/order" },
        },
      },
      person: {
        type: "object",
        required: ["mail"],
        properties: { mail: { type: "string" }, age: { type: "integer" } },
      },
      line: {
        type: "object",
        required: ["sku", "qty"],
        properties: { sku: { type: "string" }, qty: { type: "integer", default: 1 } },
      },
    };
    const body = {
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/order" } } },
    };
    const { content } = await read(
      api({ "/orders": { post: get({ requestBody: body }) } }, { components: { schemas } }),
    );
    const names = content.operations[0]?.parameters.map(
      ({ name, required, type }) => `${name} ${type}${required ? "*" : ""}`,
    );
    expect(names?.slice(0, 5)).toEqual([
      ...["customer.mail string*", "customer.age integer", "lines array*", "paid boolean"],
      "parent.customer.mail string",
    ]);
    const [operation] = content.operations;
    const made = operation && nodeOfOperation({ id: "shop", baseUrl: content.baseUrl }, operation);
    expect(made?.config.body).toEqual({
      customer: { mail: "{{ trigger.customer_mail }}" },
      lines: [{ sku: "", qty: 1 }],
    });
  });

  test("ways to sign in, and which operation takes which", async () => {
    const securitySchemes = {
      key: { type: "apiKey", in: "header", name: "X-Key" },
      user: { type: "http", scheme: "Basic" },
      oauth: {
        type: "oauth2",
        flows: { clientCredentials: { tokenUrl: "https://a.example/token", scopes: { read: "" } } },
      },
      cert: { type: "mutualTLS" },
    };
    const paths = {
      "/a": { get: get() },
      "/b": { get: get({ security: [] }), put: get({ security: [{ oauth: [] }] }) },
    };
    const { content, notices } = await read(
      api(paths, { components: { securitySchemes }, security: [{ key: [] }, { user: [] }] }),
    );
    expect(
      content.signIn.map(({ name, kind, parameter, tokenUrl }) => [name, kind, parameter, tokenUrl]),
    ).toEqual([
      ["key", "header", "X-Key", null],
      ["user", "basic", null, null],
      ["oauth", "oauth2", null, "https://a.example/token"],
    ]);
    expect(content.operations.map(({ signIn }) => signIn)).toEqual([["key", "user"], [], ["oauth"]]);
    expect(notices).toEqual([{ code: "sign-in-not-carried", operation: null, detail: "cert" }]);
  });

  test("Swagger 2.0, its server relative to where it came from", async () => {
    const swagger = {
      ...{ swagger: "2.0", info: { title: "Old", version: "1" }, basePath: "/api" },
      securityDefinitions: { key: { type: "apiKey", in: "query", name: "key" } },
      paths: {
        "/things": {
          post: {
            consumes: ["application/json"],
            parameters: [
              {
                in: "body",
                name: "body",
                schema: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
              },
            ],
            responses: { 200: { description: "ok" } },
          },
        },
      },
    };
    const { content } = await read(swagger, { from: "https://old.example/spec/swagger.json" });
    expect(content.baseUrl).toBe("https://old.example/api");
    expect(content.operations[0]).toMatchObject({
      bodyKind: "json",
      parameters: [{ name: "name", at: ["name"], required: true }],
    });
    expect(content.signIn).toMatchObject([{ kind: "query", parameter: "key" }]);
  });

  test.each([
    [
      [
        {
          url: "https://{region}.a.example/{v}/",
          variables: { region: { default: "eu" }, v: { default: "v2" } },
        },
      ],
      "https://eu.a.example/v2",
    ],
    [[{ url: "ftp://a.example" }, { url: "https://b.example" }], "https://b.example"],
    [[{ url: "/v3" }], "https://from.example/v3"],
    [[{ url: "https://user:secret@a.example" }, { url: "//c.example/x?y=1" }], "https://c.example/x"],
  ])("servers %j: %s", async (servers, baseUrl) => {
    const { content } = await read(api({ "/a": { get: get() } }, { servers }), {
      from: "https://from.example/spec/api.json",
    });
    expect(content.baseUrl).toBe(baseUrl);
  });

  test("YAML as well as JSON, anchors included", async () => {
    const yaml = `openapi: 3.0.3\ninfo: { title: Y, version: "1" }\nservers: [{ url: https://y.example }]\npaths:\n  /a: { get: &one { responses: {} } }\n  /b: { get: *one }\n`;
    const { content } = await read(yaml);
    expect(content.operations.map(({ path }) => path)).toEqual(["/a", "/b"]);
  });
});

describe("what cannot be carried is told, and the rest is taken", () => {
  const body = (schema: object, type = "application/json") => ({
    requestBody: { required: true, content: { [type]: { schema } } },
  });
  const loop = {
    components: { schemas: { a: { $ref: "#/components/schemas/b" }, b: { $ref: "#/components/schemas/a" } } },
  };
  test.each<[string, object, string, object?]>([
    [
      "remote-reference",
      get(body({ $ref: "https://evil.example/schema.json" })),
      "https://evil.example/schema.json",
    ],
    ["remote-reference", get(body({ $ref: "../../../etc/passwd" })), "../../../etc/passwd"],
    ["missing-reference", get(body({ $ref: "#/components/schemas/none" })), "#/components/schemas/none"],
    ["missing-reference", get(body({ $ref: "#/constructor/prototype" })), "#/constructor/prototype"],
    ["endless-reference", get(body({ $ref: "#/components/schemas/a" })), "#/components/schemas/", loop],
    ["body-not-carried", get(body({}, "application/xml")), "application/xml"],
    [
      "list-not-carried",
      get({ parameters: [{ name: "colour", in: "query", explode: false, schema: { type: "object" } }] }),
      "colour",
    ],
    [
      "list-not-carried",
      get({ parameters: [{ name: "X-Ids", in: "header", schema: { type: "array" } }] }),
      "X-Ids (header)",
    ],
    ["callbacks-not-carried", get({ callbacks: { done: {} } }), "callbacks"],
    [
      "forbidden-name",
      get({ parameters: [{ name: "{{ secrets }}", in: "query", schema: {} }] }),
      "{{ secrets }}",
    ],
    [
      "forbidden-name",
      get(body({ type: "object", properties: JSON.parse('{"__proto__": {"type": "string"}, "ok": {}}') })),
      "__proto__",
    ],
    [
      "parameter-without-place",
      get({ parameters: [{ name: "id", in: "path", required: true, schema: {} }] }),
      "id",
    ],
  ])("%s", async (code, operation, detail, more = {}) => {
    const { content, notices } = await read(api({ "/a": { post: operation, get: get() } }, more));
    expect(notices).toContainEqual({ code, operation: "POST /a", detail: expect.stringContaining(detail) });
    expect(content.operations.some(({ method }) => method === "GET")).toBe(true);
  });

  test("too many operations and parameters, those that must be given kept", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => index);
    const properties = Object.fromEntries(many(100).map((index) => [`p${index}`, {}]));
    const schema = { type: "object", properties, required: ["p99"] };
    const paths = Object.fromEntries(
      many(700).map((index) => [`/o${index}`, index === 0 ? { post: get(body(schema)) } : { get: get() }]),
    );
    const { content, notices } = await read(api(paths));
    expect(content.operations).toHaveLength(600);
    expect(content.operations[0]?.parameters).toHaveLength(60);
    expect(content.operations[0]?.parameters[0]?.name).toBe("p99");
    expect(notices.map(({ code, detail }) => [code, detail])).toEqual([
      ["too-many-parameters", "40"],
      ["too-many-operations", "100"],
    ]);
  });
});

describe("a hostile document", () => {
  const nested = (depth: number) => `{"openapi":"3.1.0","x":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  const laughs = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ...["b", "c", "d", "e", "f", "g", "h"].map(
      (one, index, all) =>
        `${one}: &${one} [${Array(9)
          .fill(`*${all[index - 1] ?? "a"}`)
          .join(",")}]`,
    ),
  ].join("\n");
  test.each([
    ["no object", "[]", /no object/],
    ["no OpenAPI", '{"openapi":"4.0.0"}', /OpenAPI 3\.0, 3\.1, 3\.2 or Swagger 2\.0; this one says 4\.0\.0/],
    ["no JSON", '{"openapi": }', /no JSON/],
    ["no YAML", "openapi: [3.1.0", /no YAML/],
    ["nested deeply", nested(150), /nested deeper than 100/],
    ["nested very deeply", nested(100_000), /deep|nested/],
    ["a billion laughs", laughs, /aliases/],
    ["an anchor in itself", "openapi: 3.1.0\nx: &x [*x]\n", /nested deeper|aliases/],
    ["nothing to call", JSON.stringify(api({})), /no operation/],
    ["nowhere to call", JSON.stringify(api({ "/a": { get: get() } }, { servers: [] })), /give the base URL/],
  ])("is refused with the reason: %s", async (_, text, reason) => {
    expect(await refusal(text)).toMatch(reason);
  });

  test("puts no template, tag or control character anywhere", async () => {
    const bad = "{{ request.headers }}";
    const { content } = await read(
      api({
        [`/x/${bad}`]: { get: get() },
        "/y": {
          post: get({
            summary: `${bad}<script>alert(1)</script>\u202e`,
            description: "<img src=x onerror=alert(1)> text\u0000",
            requestBody: {
              content: {
                "application/json": {
                  schema: {
                    type: "object",
                    required: ["a", "b", "c"],
                    properties: {
                      a: { default: bad },
                      b: { enum: [bad] },
                      c: { type: "array", example: [bad] },
                    },
                  },
                },
              },
            },
          }),
        },
      }),
    );
    const text = JSON.stringify(content);
    expect(text).not.toMatch(/\{\{|<script|<img|\u202e|\\u0000/);
    expect(content.operations.map(({ path }) => path)).toEqual(["/y"]);
  });

  test("fans out only so far", async () => {
    const fan = (to: string) =>
      Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => [`p${index}`, { $ref: `#/components/schemas/${to}` }]),
      );
    const schemas = Object.fromEntries(
      ["a", "b", "c", "d"].map((name, index, all) => [
        name,
        { type: "object", properties: fan(all[index + 1] ?? "a") },
      ]),
    );
    const operation = get({
      requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/a" } } } },
    });
    const { content } = await read(api({ "/a": { post: operation } }, { components: { schemas } }));
    expect(content.operations[0]?.parameters).toHaveLength(60);
  });

  test("gives what the prototype has no way in", async () => {
    const text =
      '{"openapi":"3.1.0","info":{"title":"P","version":"1"},"servers":[{"url":"https://p.example"}],"__proto__":{"polluted":1},"paths":{"/a":{"__proto__":{"get":{}},"get":{"operationId":"__proto__"}}}}';
    const { content } = await read(text);
    expect(Object.prototype).not.toHaveProperty("polluted");
    expect(content.operations.map(({ id }) => id)).toEqual(["proto"]);
  });
});

describe("connectors that come with Sluice", () => {
  test.each(shippedKeys)(
    "%s is a valid document of which every operation becomes a whole http node",
    async (key) => {
      // given
      const text = readFileSync(new URL(`../shipped/${key}.yaml`, import.meta.url), "utf8");
      await SwaggerParser.validate(parse(text));

      // when
      const { content, notices } = await read(text);

      // then
      expect(notices).toEqual([]);
      expect({ name: content.title, baseUrl: content.baseUrl }).toEqual(shipped[key]);
      expect(content.operations.length).toBeGreaterThanOrEqual(12);
      expect(content.operations.every(({ signIn }) => signIn.length > 0)).toBe(true);
      for (const operation of content.operations) {
        const { config } = nodeOfOperation({ id: key, baseUrl: content.baseUrl }, operation);
        expect(definitions.http.config.safeParse(config).error, operation.id).toBeUndefined();
        expect(checkParameters(config, operation), operation.id).toEqual([]);
      }
    },
  );
});
