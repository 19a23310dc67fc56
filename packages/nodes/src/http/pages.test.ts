import { configIssues, type Json, type JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OtherServer, startOtherServer } from "../testing/other-server.ts";
import { runNode, settled } from "../testing/run-node.ts";
import { http } from "./definition.ts";
import { runHttp } from "./run.ts";

let api: OtherServer;
beforeAll(async () => {
  api = await startOtherServer();
});
afterAll(() => api.close());
const asked = () => api.received.map(({ path }) => path);

interface Page {
  readonly body: Json;
  readonly link?: string;
}

/** Reads from a server of pages, by what it answers to a path and query. In links, `HOST` is the server's own. */
async function read(config: JsonObject, pages: Readonly<Record<string, Page>>) {
  const { host } = new URL(api.url);
  return readAs(config, ({ path }) => {
    const { body, link } = pages[path] ?? { body: [] };
    return { body, ...(link === undefined ? {} : { headers: { link: link.replaceAll("HOST", host) } }) };
  });
}

async function readAs(config: JsonObject, answers: Parameters<OtherServer["answers"]>[0]) {
  api.answers(answers);
  const result = await runNode(runHttp, {
    config: { url: `${api.url}/items`, ...config },
    context: { fetch: api.fetch },
  });
  return { asked: asked(), output: settled(result).output as JsonObject };
}

describe("pages", () => {
  test("by the header Link", async () => {
    const { asked, output } = await read(
      { pages: "link", query: [{ name: "per", value: "2" }] },
      {
        "/items?per=2": {
          body: [1, 2],
          link: '<http://HOST/items?p=0>; rel="prev", </items?p=2>; title="a, b"; rel="next"',
        },
        "/items?p=2": { body: [3], link: '<http://HOST/items?per=2>; rel="first"' },
      },
    );
    expect(asked).toEqual(["/items?per=2", "/items?p=2"]);
    expect(output).toMatchObject({ status: 200, body: [1, 2, 3], pages: { count: 2, more: false } });
  });

  test("by a link in the body", async () => {
    const config = { pages: "link", itemsPath: "data.rows", nextPath: "links.next" };
    const { output } = await read(config, {
      "/items": { body: { data: { rows: ["a"] }, links: { next: "/items?after=a" } } },
      "/items?after=a": { body: { data: { rows: ["b"] }, links: { next: null } } },
    });
    expect(output).toMatchObject({ body: ["a", "b"], pages: { count: 2, more: false } });
  });

  test("by a cursor", async () => {
    const config = { pages: "cursor", itemsPath: "data", nextPath: "next", pageParameter: "starting_after" };
    const { asked, output } = await read(config, {
      "/items": { body: { data: [1], next: "a&b=c" } },
      "/items?starting_after=a%26b%3Dc": { body: { data: [2], next: "" } },
    });
    expect(asked).toHaveLength(2);
    expect(output).toMatchObject({ body: [1, 2] });
  });

  test("by number, from what the query says", async () => {
    const numbered = { "/items?page=3": { body: [3] }, "/items?page=4": { body: [4] } };
    const { asked, output } = await read(
      { pages: "number", query: [{ name: "page", value: "3" }] },
      numbered,
    );
    expect(asked).toEqual(["/items?page=3", "/items?page=4", "/items?page=5"]);
    expect(output).toMatchObject({ body: [3, 4], pages: { count: 3, more: false } });
    const fromOne = await read({ pages: "number" }, { "/items": { body: [1] } });
    expect(fromOne.asked).toEqual(["/items", "/items?page=2"]);
  });

  test("by what is to be skipped: as many as came", async () => {
    const limit = [{ name: "limit", value: "2" }];
    const { asked, output } = await read(
      { pages: "offset", pageParameter: "offset", query: limit },
      { "/items?limit=2": { body: [1, 2] }, "/items?limit=2&offset=2": { body: [3] } },
    );
    expect(asked).toEqual(["/items?limit=2", "/items?limit=2&offset=2", "/items?limit=2&offset=3"]);
    expect(output).toMatchObject({ body: [1, 2, 3], pages: { count: 3, more: false } });
  });

  test("end at their bound, and say that there were more", async () => {
    const endless = {
      "/items": { body: [1], link: '</items?p=1>; rel="next"' },
      "/items?p=1": { body: [2], link: "</items?p=2>; rel=next" },
    };
    expect((await read({ pages: "link", maxPages: 2 }, endless)).output).toMatchObject({
      ...{ body: [1, 2], pages: { count: 2, more: true } },
    });
  });

  test("end where the next one is this one", async () => {
    const { asked } = await read(
      { pages: "link" },
      { "/items": { body: [1], link: '</items>; rel="next"' } },
    );
    expect(asked).toEqual(["/items"]);
  });

  test.each<[string, JsonObject, Page, string]>([
    [
      "a link to another host",
      { pages: "link" },
      { body: [], link: '<http://evil.example/>; rel="next"' },
      "next-page-elsewhere",
    ],
    [
      "a link to another scheme",
      { pages: "link" },
      { body: [], link: '<https://HOST/>; rel="next"' },
      "next-page-elsewhere",
    ],
    ["no list", { pages: "number" }, { body: { a: 1 } }, "page-without-items"],
    [
      "nothing where the list should be",
      { pages: "number", itemsPath: "d" },
      { body: { nope: 1 } },
      "page-without-items",
    ],
    [
      "nothing on the way to the list",
      { pages: "number", itemsPath: "d.items" },
      { body: { d: null } },
      "page-without-items",
    ],
    [
      "no list where it should be",
      { pages: "number", itemsPath: "a" },
      { body: { a: 1 } },
      "page-without-items",
    ],
  ])("%s fails", async (_, config, page, code) => {
    await expect(read(config, { "/items": page })).rejects.toMatchObject({ code, kind: "other" });
    expect(asked()).toEqual(["/items"]);
  });

  test("a list that is null is an empty one", async () => {
    const { output } = await read({ pages: "number", itemsPath: "d" }, { "/items": { body: { d: null } } });
    expect(output).toMatchObject({ body: [], pages: { count: 1, more: false } });
  });

  test("a page that is put off is waited for, and the ones before are kept", async () => {
    const answers = [429, 503, 200];
    const { asked, output } = await readAs({ pages: "number", maxPages: 2 }, ({ path }) => {
      if (path === "/items") return { body: [1] };
      const status = answers.shift() ?? 200;
      return { status, body: [2], ...(status === 200 ? {} : { headers: { "retry-after": "0" } }) };
    });
    expect(asked).toEqual(["/items", ...Array(3).fill("/items?page=2")]);
    expect(output).toMatchObject({ body: [1, 2] });
  });

  test.each([
    ["for longer than its time limit", { "retry-after": "60" }],
    ["without a word for how long", {}],
  ])("a page that is put off %s fails the step", async (_, headers) => {
    const attempt = readAs({ pages: "number" }, ({ path }) =>
      path === "/items" ? { body: [1] } : { status: 429, body: null, headers },
    );
    await expect(attempt).rejects.toMatchObject({ code: "http-status", kind: "429" });
    expect(asked()).toEqual(["/items", "/items?page=2"]);
  });

  test("a path that is none is known before it runs", () => {
    expect(configIssues(http, { url: "https://a.example", pages: "cursor", nextPath: "a..b" })).toMatchObject(
      [{ at: ["nextPath"], kind: "invalid" }],
    );
  });
});
