import { configIssues, type JsonObject } from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { response } from "./definition.ts";
import { runResponse } from "./run.ts";

const answer = async (config: JsonObject, trigger: JsonObject = {}) =>
  settled(await runNode(runResponse, { config, scope: { trigger } })).answer;

test("the example answers and goes on", async () => {
  expect(await runExample(runResponse)).toEqual({
    port: "out",
    output: { status: 200, contentType: "application/json; charset=utf-8", body: { ok: true, id: "A-17" } },
    answer: {
      status: 200,
      headers: [{ name: "x-order", value: "A-17" }],
      contentType: "application/json; charset=utf-8",
      body: '{"ok":true,"id":"A-17"}',
    },
  });
});

test("left out, everything has its default: 200, JSON, an empty object, and the branch stops", async () => {
  expect(await runNode(runResponse, { config: {} })).toEqual({
    port: [],
    output: { status: 200, contentType: "application/json; charset=utf-8", body: {} },
    answer: { status: 200, headers: [], contentType: "application/json; charset=utf-8", body: "{}" },
  });
});

test("stop takes no exit, continue leaves by out, and both say so before they run", async () => {
  expect(await runNode(runResponse, { config: { then: "stop" } })).toMatchObject({ port: [] });
  expect(await runNode(runResponse, { config: { then: "continue" } })).toMatchObject({ port: "out" });
  expect(response.answers?.({})).toBe("stop");
  expect(response.answers?.({ then: "continue" })).toBe("continue");
});

describe("values from the request", () => {
  test("keep their type in JSON and cannot break out of it", async () => {
    const evil = '","admin":true,"x":"';

    const sent = await answer(
      {
        body: {
          n: "{{ trigger.n }}",
          list: "{{ trigger.list }}",
          text: "a {{ trigger.evil }}",
          none: "{{ trigger.no }}",
        },
      },
      { n: 2, list: [1, "{{ trigger.n }}"], evil },
    );

    expect(JSON.parse(sent?.body ?? "")).toEqual({
      n: 2,
      list: [1, "{{ trigger.n }}"],
      text: `a ${evil}`,
      none: null,
    });
  });

  test("are escaped in HTML, not in text", async () => {
    const name = "<script>alert('x')</script>&";
    const body = "<p>{{ trigger.name }}</p>";

    const page = await answer({ kind: "html", body }, { name });
    const text = await answer({ kind: "text", body }, { name });

    expect(page?.contentType).toBe("text/html; charset=utf-8");
    expect(page?.body).toMatch(/^<p>[^<>]*<\/p>$/);
    expect(page?.body).not.toContain("<script");
    expect(text?.body).toBe(`<p>${name}</p>`);
  });

  test("are escaped in HTML even where the whole body is one value, of any type", async () => {
    for (const value of ["<b>", ["<b>"], { "<b>": "<b>" }]) {
      const page = await answer({ kind: "html", body: "{{ trigger.value }}" }, { value });
      expect(page?.body).not.toContain("<");
    }
  });

  test("may decide the status, from a number or from text", async () => {
    expect((await answer({ status: "{{ trigger.code }}" }, { code: 418 }))?.status).toBe(418);
    expect((await answer({ status: "{{ trigger.code }}" }, { code: "418" }))?.status).toBe(418);
  });

  test("become header text: numbers as text, missing as nothing", async () => {
    const headers = [
      { name: "x-n", value: "{{ trigger.n }}" },
      { name: "x-none", value: "{{ trigger.none }}" },
    ];

    expect((await answer({ headers }, { n: 7 }))?.headers).toEqual([
      { name: "x-n", value: "7" },
      { name: "x-none", value: "" },
    ]);
  });

  test("cannot change where a redirect leads, only what it says", async () => {
    const config = { kind: "redirect", location: "https://shop.example/thanks?order={{ trigger.id }}" };

    expect(await answer(config, { id: "a/b&c=d" })).toEqual({
      status: 302,
      headers: [{ name: "location", value: "https://shop.example/thanks?order=a%2Fb%26c%3Dd" }],
      contentType: null,
      body: "",
    });
  });
});

test.each(["empty", "json"])("a 204 has no body (%s)", async (kind) => {
  const result = settled(await runNode(runResponse, { config: { kind, status: 204, body: { a: 1 } } }));

  expect(result.answer).toEqual({ status: 204, headers: [], contentType: null, body: "" });
  expect(result.output).toEqual({ status: 204, contentType: null, body: null });
});

test("a content type of the builder's own wins", async () => {
  const headers = [{ name: "Content-Type", value: "application/problem+json" }];

  expect(await answer({ headers, body: { a: 1 } })).toMatchObject({
    contentType: "application/problem+json",
    headers: [],
  });
});

describe("failures", () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      "invalid-header",
      { headers: [{ name: "x-a", value: "{{ trigger.v }}" }] },
      { v: "a\r\nset-cookie: session=stolen" },
    ],
    ["invalid-header", { headers: [{ name: "x-a", value: "{{ trigger.v }}" }] }, { v: "Łódź" }],
    ["invalid-header", { headers: [{ name: "{{ trigger.v }}", value: "x" }] }, { v: "Set-Cookie" }],
    ["invalid-header", { headers: [{ name: "access-control-allow-origin", value: "*" }] }, {}],
    ["invalid-header", { headers: [{ name: "location", value: "/x" }] }, {}],
    ["invalid-status", { kind: "redirect", status: 200, location: "/x" }, {}],
  ])("%s from %j", async (code, config, trigger) => {
    await expect(answer(config, trigger)).rejects.toMatchObject({ name: "NodeError", code });
  });

  test.each([199, 600, 99.5, "{{ trigger.none }}"])("the status %j does not parse", async (status) => {
    await expect(answer({ status })).rejects.toMatchObject({ name: "ZodError" });
  });
});

test("what can be known before it runs is an issue: a redirect without location, a status out of range", () => {
  expect(configIssues(response, { kind: "redirect" })).toMatchObject([{ at: ["location"], kind: "missing" }]);
  expect(configIssues(response, { status: 99 })).toMatchObject([{ at: ["status"] }]);
  expect(configIssues(response, { kind: "xml" })).toMatchObject([{ at: ["kind"] }]);
  expect(configIssues(response, { status: "{{ trigger.code }}", then: "{{ trigger.next }}" })).toMatchObject([
    { at: ["then"] },
  ]);
});

test("its card shows the status and what it is", () => {
  expect(response.summarize?.({}, "en")).toBe("200 json");
  expect(response.summarize?.({ kind: "redirect", location: "/x" }, "en")).toBe("302 → /x");
});
