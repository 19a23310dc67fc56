import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { accessOf } from "./access.ts";
import { createOpenApi } from "./openapi.ts";
import { apiRoutes } from "./routes.ts";

const document = await createOpenApi({ version: "1.2.3" });
const operations = apiRoutes.map((route) => {
  const method = route.method.toLowerCase() as "get";
  return [`${route.method} ${route.path}`, route, document.paths?.[route.path]?.[method]] as const;
});

describe("the OpenAPI document", () => {
  it("is OpenAPI 3.1 and says what it describes", () => {
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\./),
      info: { title: "Sluice", version: "1.2.3" },
    });
    expect(Object.keys(document.components?.securitySchemes ?? {}).sort()).toEqual(["bearer", "cookie"]);
  });

  it("has the routes of the contract and no other", () => {
    const listed = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      Object.keys(item ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.sort()).toEqual(operations.map(([name]) => name).sort());
  });

  it.each(operations)("%s is complete", (_name, route, operation) => {
    expect(operation?.summary).toMatch(/\w/);
    expect(operation?.operationId).toBeTruthy();
    expect(operation?.tags).toHaveLength(1);
    const variables = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (operation?.parameters ?? []).flatMap((p) =>
      "in" in p && p.in === "path" ? [p.name] : [],
    );
    expect(declared.sort()).toEqual(variables.sort());
    expect(Object.keys(operation?.responses ?? {}).filter((status) => status.startsWith("2"))).toHaveLength(
      1,
    );
    const [way = ""] = accessOf(route.procedure)?.split(" ") ?? [];
    expect(operation?.security).toHaveLength({ public: 0, session: 1 }[way] ?? 2);
  });

  it.each(operations)("%s names its problems", (_name, _route, operation) => {
    const problems = Object.entries(operation?.responses ?? {}).filter(([status]) => !status.startsWith("2"));
    expect(problems.length).toBeGreaterThanOrEqual(2);
    for (const [, response] of problems) {
      expect(response).toMatchObject({
        description: expect.stringMatching(/\w/),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      });
    }
  });

  it("has every operation under a name of its own", () => {
    const ids = operations.map(([, , operation]) => operation?.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("refers to nothing that is not in it", () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? "");
    expect(references.length).toBeGreaterThan(20);
    for (const reference of new Set(references)) {
      const target = reference
        .split("/")
        .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document);
      expect(target, reference).toBeDefined();
    }
  });

  it("names only problems that docs/problems.md explains", () => {
    const page = readFileSync(new URL("../../../../docs/problems.md", import.meta.url), "utf8");
    const codes = [...JSON.stringify(document).matchAll(/`([a-z]+(?:-[a-z]+)+)`: /g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(50);
    for (const code of new Set(codes)) expect(page).toContain(`### ${code} (`);
  });
});

describe("the documentation page", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it("is served whole from here, without a line of script in the page", async () => {
    const page = await (await fetch(`${app.baseUrl}/api/docs`)).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
    expect(files).toHaveLength(3);
    expect(page).not.toMatch(/<script(?![^>]*src=)/);
    for (const path of files) {
      const answer = await fetch(app.baseUrl + path);
      expect([path, answer.status, answer.headers.get("x-content-type-options")]).toEqual([
        path,
        200,
        "nosniff",
      ]);
      await answer.arrayBuffer();
    }
    const openApi = await fetch(`${app.baseUrl}/api/openapi.json`);
    expect(await openApi.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
  });

  it("comes with a policy that lets no foreign and no inline script run", async () => {
    const policy = (await fetch(`${app.baseUrl}/api/docs`)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });
});
