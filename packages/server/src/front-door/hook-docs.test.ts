import SwaggerParser from "@apidevtools/swagger-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor();
});
afterAll(() => open.close());

const evil = `"><script>alert('x')</script>`;
const password = { secret: { value: "geheim-1" } } as const;

const told = documentOf({
  mode: "sync",
  trigger: {
    docs: { public: true, description: `Orders of the shop. ${evil}` },
    auth: {
      any: [
        { type: "basic", username: "geheim-user", password },
        { type: "apiKey", in: "query", parameter: "k", key: password, name: "geheim-name" },
        {
          type: "signature",
          preset: "custom",
          scheme: { header: "x-sig", algorithm: "sha256", encoding: "hex" },
          secrets: [{ value: password }],
        },
      ],
    },
    variables: [
      { key: "id", from: "body", path: "order.id", type: "string", required: true, alias: `Order ${evil}` },
      { key: "lang", from: "query", path: "filter[0].lang", type: "string", default: "en" },
      { key: "rid", from: "headers", path: "X-Request-Id", type: "string", required: true },
      { key: "auth", from: "headers", path: "Authorization", type: "string" },
      { key: "all", from: "body", path: "$..sku", type: "string" },
    ],
    contract: {
      schema: { properties: { order: { $ref: "#/$defs/order" } }, $defs: { order: { type: "object" } } },
    },
    examples: {
      body: `{"order":{"id":"it's ${evil.replaceAll('"', "")}"}}`,
      query: "?filter[0][lang]=fr",
      headers: "X-Request-Id: 7\nCookie: geheim-2",
    },
  },
  nodes: {
    ask: {
      type: "condition",
      name: "geheim-node",
      config: { when: { expression: "trigger.id === 'geheim-3'" } },
    },
    yes: {
      type: "response",
      config: { kind: "json", body: { ok: true, id: "{{ steps.ask.geheim }}", [evil]: evil } },
    },
    no: { type: "response", config: { kind: "redirect", location: "https://geheim.example/" } },
    odd: {
      type: "response",
      config: { kind: "text", status: "{{ trigger.geheim }}", body: "a {{ trigger.id }}" },
    },
  },
  edges: ["trigger>ask", "ask:true>yes", "ask:false>no"],
});

describe("the documentation of a trigger", () => {
  it("is a page that runs nothing, escapes everything and tells no secret and nothing of the inside", async () => {
    const { url } = await open.workflow(told);
    const answer = await fetch(`${url}/docs`);
    expect(answer.status).toBe(200);
    const header = (name: string) => answer.headers.get(name);
    expect(header("content-type")).toBe("text/html; charset=utf-8");
    expect([header("content-security-policy"), header("x-content-type-options")]).toEqual([
      "sandbox",
      "nosniff",
    ]);
    expect([header("content-language"), header("vary"), header("referrer-policy")]).toEqual([
      ...["en", "accept-language", "no-referrer"],
    ]);
    const html = await answer.text();
    expect(html).not.toMatch(/<script|geheim|<[^>]*\son\w+=/i);
    for (const shown of [
      url,
      "order.id",
      "filter[0].lang",
      "x-request-id",
      "x-sig",
      "query parameter k",
      "302",
      "worked out each time",
    ]) {
      expect(html).toContain(shown.replaceAll("'", "&#39;"));
    }
    expect(html).toContain("&#34;&#62;&#60;script&#62;");
    expect(html).toContain("-u &#39;USER:PASSWORD&#39;");
  });

  it("says how a known provider signs, what the schema asks for, and what only this trigger refuses", async () => {
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        trigger: {
          docs: { public: true },
          ipAllow: ["127.0.0.0/8"],
          dedupe: { key: "{{ request.body.id }}" },
          auth: {
            any: [
              { type: "signature", preset: "github", secrets: [{ value: password }] },
              { type: "signature", preset: "gitlab-token", secrets: [{ value: password }] },
            ],
          },
          variables: [
            { key: "id", from: "body", path: "order.id", type: "string" },
            { key: "note", from: "body", path: "order.note", type: "string" },
            { key: "first", from: "body", path: "rows[0]", type: "any" },
          ],
          contract: {
            schema: {
              required: ["order", "rows"],
              properties: { order: { required: ["id"], properties: { note: {} } } },
            },
          },
        },
        nodes: { reply: { type: "response", config: {} } },
        edges: ["trigger>reply"],
      }),
    );
    const html = (await (await fetch(`${url}/docs`)).text()).replaceAll("&#61;", "=");
    expect(html).toContain("x-hub-signature-256: sha256=hex(sha256(…))");
    expect(html).toContain("A key in the header x-gitlab-token");
    const required = [...html.matchAll(/<tr><td>body<\/td><td><code>(.*?)<\/code>.*?<\/tr>/g)].map(
      ([row, path]) => [path, row.includes("<td>yes</td>")],
    );
    expect(required).toEqual([
      ["order.id", true],
      ["order.note", false],
      ["rows[0]", false],
    ]);
    const statuses = [...html.matchAll(/<tr><td>(4\d\d)<\/td>/g)].map(([, status]) => status);
    expect(statuses).toEqual(["400", "401", "403", "404", "405", "408", "409", "413", "415", "422", "429"]);
  });

  it("speaks French to those who prefer it", async () => {
    const { url } = await open.workflow(told);
    const read = async (language: string, query = "") => {
      const answer = await fetch(`${url}/docs${query}`, { headers: { "accept-language": language } });
      return [answer.headers.get("content-language"), /<html lang="(\w+)">/.exec(await answer.text())?.[1]];
    };
    expect(await read("fr-CA,fr;q=0.9,en;q=0.5")).toEqual(["fr", "fr"]);
    expect(await read("de,fr;q=0.2,en;q=0.8")).toEqual(["en", "en"]);
    expect(await read("en", "?lang=fr")).toEqual(["fr", "fr"]);
    expect(await read(";;,q=,fr;q=0")).toEqual(["en", "en"]);
  });

  it.each([
    ["synchronous, with everything", told],
    ["asynchronous, with nothing", documentOf({ trigger: { docs: { public: true } } })],
    [
      "all bodies and methods together",
      documentOf({
        trigger: {
          docs: { public: true },
          accept: ["json", "form", "text", "files"],
          auth: {
            require: "all",
            any: [
              { type: "bearer", token: password },
              { type: "jwt", algorithms: ["RS256"], header: "x-jwt", publicKey: "geheim" },
              { type: "signature", preset: "github", secrets: [{ value: password }] },
            ],
          },
          contract: { schema: false },
          response: { kind: "html", status: 422, headers: [{ name: "x-a", value: "geheim" }], body: "<p>" },
        },
      }),
    ],
  ])("is valid OpenAPI 3.1: %s", async (_, document) => {
    const { url, path } = await open.workflow(document);
    const answer = await fetch(`${url}/docs/openapi.json`);
    const text = await answer.text();
    expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(text).not.toContain("geheim");
    const openApi = JSON.parse(text);
    // Refuses what is not OpenAPI 3.1, and references that lead nowhere.
    await SwaggerParser.validate(structuredClone(openApi));
    expect(openApi).toMatchObject({ openapi: "3.1.0", servers: [{ url: open.base }] });
    expect(Object.keys(openApi.paths)).toEqual([path]);
  });

  it("says in OpenAPI what is read and answered", async () => {
    const { url, path } = await open.workflow(told);
    const openApi = await (await fetch(`${url}/docs/openapi.json`)).json();
    const { post } =
      (openApi as { paths: Record<string, { post: Record<string, unknown> }> }).paths[path] ?? {};
    expect(post?.parameters).toMatchObject([
      { name: "filter[0][lang]", in: "query", required: false, schema: { type: "string", default: "en" } },
      { name: "x-request-id", in: "header", required: true },
    ]);
    expect(post?.requestBody).toMatchObject({
      required: true,
      content: {
        "application/json": {
          schema: { allOf: [{ required: ["order"] }, { $ref: "#/components/schemas/Contract" }] },
        },
      },
    });
    expect(post?.security).toEqual([{ basic1: [] }, { apiKey2: [] }, { signature3: [] }]);
    expect(Object.keys(post?.responses as object)).toEqual(
      expect.arrayContaining(["200", "302", "default", "422", "504"]),
    );
  });

  it("is nowhere for a trigger that does not show it, and is no delivery", async () => {
    const hidden = await open.workflow(documentOf({ trigger: { docs: { public: false } } }));
    const { url, id } = await open.workflow(told);
    const unknown = await (await fetch(`${open.base}/hooks/nothing`)).text();
    for (const path of [
      `${hidden.url}/docs`,
      `${hidden.url}/docs/openapi.json`,
      `${url}/docs/more`,
      `${url}/docs/`,
    ]) {
      const answer = await fetch(path);
      expect([path, answer.status, await answer.text()]).toEqual([path, 404, unknown]);
    }
    await fetch(`${url}/docs`);
    const got = await fetch(url);
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await fetch(`${url}/docs`, { method: "POST" })).status).toBe(404);
    expect((await open.listed(id)).map(({ reason }) => reason)).toEqual(["method-not-allowed"]);
  });
});
