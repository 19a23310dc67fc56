import { createHmac } from "node:crypto";
import {
  configIssues,
  type Json,
  type JsonObject,
  type OutgoingRequest,
} from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runNode, settled } from "../testing/run-node.ts";
import { http } from "./definition.ts";
import { runHttp } from "./run.ts";

interface Page {
  readonly body: Json;
  readonly link?: string;
}

/** A server of pages: what it answers by path and query. */
async function read(config: JsonObject, pages: Readonly<Record<string, Page>>) {
  const asked: string[] = [];
  const result = await runNode(runHttp, {
    config: { url: "https://api.example/items", ...config },
    context: {
      fetch: async ({ url }) => {
        const path = url.replace("https://api.example", "");
        asked.push(path);
        const { body, link } = pages[path] ?? { body: [] };
        const headers = [
          { name: "content-type", value: "application/json" },
          ...(link === undefined ? [] : [{ name: "link", value: link }]),
        ];
        return { status: 200, headers, body: new TextEncoder().encode(JSON.stringify(body)), url };
      },
    },
  });
  return { asked, output: settled(result).output as JsonObject };
}

describe("pages", () => {
  test("by the header Link", async () => {
    const { asked, output } = await read(
      { pages: "link", query: [{ name: "per", value: "2" }] },
      {
        "/items?per=2": {
          body: [1, 2],
          link: '<https://api.example/items?p=0>; rel="prev", </items?p=2>; title="a, b"; rel="next"',
        },
        "/items?p=2": { body: [3], link: '<https://api.example/items?per=2>; rel="first"' },
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
      { body: [], link: '<https://evil.example/>; rel="next"' },
      "next-page-elsewhere",
    ],
    [
      "a link to another scheme",
      { pages: "link" },
      { body: [], link: '<http://api.example/>; rel="next"' },
      "next-page-elsewhere",
    ],
    ["no list", { pages: "number" }, { body: { a: 1 } }, "page-without-items"],
    [
      "no list where it should be",
      { pages: "number", itemsPath: "a" },
      { body: { a: 1 } },
      "page-without-items",
    ],
  ])("%s fails", async (_, config, page, code) => {
    await expect(read(config, { "/items": page })).rejects.toMatchObject({ code, kind: "other" });
  });

  test("a path that is none is known before it runs", () => {
    expect(configIssues(http, { url: "https://a.example", pages: "cursor", nextPath: "a..b" })).toMatchObject(
      [{ at: ["nextPath"], kind: "invalid" }],
    );
  });
});

describe("a signature", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  async function send(config: JsonObject, plain = secret) {
    const sent: OutgoingRequest[] = [];
    await runNode(runHttp, {
      config: {
        ...{ url: "https://api.example/", method: "POST", bodyKind: "json", body: { text: "é" } },
        ...{ signingSecret: { secret: "sec_1" }, ...config },
      },
      secrets: { sec_1: plain },
      context: {
        fetch: async (request) => {
          sent.push(request);
          return { status: 200, headers: [], body: new Uint8Array(), url: request.url };
        },
      },
    });
    return Object.fromEntries((sent[0]?.headers ?? []).map(({ name, value }) => [name, value]));
  }
  const body = '{"text":"é"}';

  test("of Standard Webhooks is what the specification says, over the bytes of the body", async () => {
    const headers = await send({ sign: "standard" });
    const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = headers;
    expect(id).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(at).toBe(String(Date.parse("2026-01-02T03:04:05.000Z") / 1000));
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    expect(signature).toBe(`v1,${createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64")}`);
    expect(await send({ sign: "standard" })).toMatchObject({ "webhook-id": id });
  });

  test.each([
    ["sha256=hex", "sha256=", "hex"],
    ["hex", "", "hex"],
    ["base64", "", "base64"],
  ] as const)(
    "in a header, as %s, in place of one of that name",
    async (signatureFormat, prefix, encoding) => {
      const given = { sign: "hmac", signatureHeader: "X-Hub-Signature-256", signatureFormat };
      const headers = await send(
        { ...given, headers: [{ name: "x-hub-signature-256", value: "forged" }] },
        "key",
      );
      expect(headers["X-Hub-Signature-256"]).toBe(
        prefix + createHmac("sha256", "key").update(body).digest(encoding),
      );
      expect(Object.values(headers)).not.toContain("forged");
    },
  );

  test("without its secret is not sent", async () => {
    await expect(send({ sign: "standard", signingSecret: {} })).rejects.toThrow();
  });
});
