import {
  configIssues,
  type Json,
  type JsonObject,
  type OutgoingRequest,
} from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runNode } from "../testing/run-node.ts";
import { http } from "./definition.ts";
import { runHttp } from "./run.ts";

const scan = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x00, 0x0d, 0x0a, 0xff]);
/** As the door gives a file that came with a request. */
const received = { filename: "scan.pdf", contentType: "application/pdf", size: 8, index: 0, sha256: "ab" };
const made = { filename: 'a "b"\r\nc.txt', contentType: "text/plain\r\nx-evil: 1", text: "grüezi" };

async function requestWith(config: JsonObject, trigger: JsonObject = {}): Promise<OutgoingRequest> {
  const sent: OutgoingRequest[] = [];
  await runNode(runHttp, {
    config: { method: "POST", url: "https://archive.example/", ...config },
    scope: { trigger },
    context: {
      fetch: async (request) => {
        sent.push(request);
        return { status: 200, headers: [], body: new Uint8Array(0), url: request.url };
      },
      file: async () => scan,
    },
  });
  const [request] = sent;
  if (!request) throw new Error("nothing was sent");
  return request;
}

const typeOf = ({ headers }: OutgoingRequest) =>
  headers.find(({ name }) => name === "content-type")?.value ?? "";
/** What a program that is not ours makes of the body. */
const formOf = (request: OutgoingRequest) =>
  new Response(Buffer.from(request.body ?? ""), { headers: { "content-type": typeOf(request) } }).formData();

describe("a form with files", () => {
  test("files go as files, texts as they are, all else as JSON, null not at all", async () => {
    const body = {
      ...{ title: "Order {{ trigger.id }}", lines: [1, 2], ok: true, none: "{{ trigger.none }}" },
      ...{ document: "{{ trigger.file }}", more: ["{{ trigger.file }}", made] },
    };
    const form = await formOf(
      await requestWith({ bodyKind: "multipart", body }, { id: "A-17", file: received, none: null }),
    );
    const fields = [...form].map(([name, value]) => [name, typeof value === "string" ? value : "a file"]);
    expect(fields).toEqual([
      ["title", "Order A-17"],
      ["lines", "[1,2]"],
      ["ok", "true"],
      ["document", "a file"],
      ...[
        ["more", "a file"],
        ["more", "a file"],
      ],
    ]);
    const files = [...form.values()].filter((value) => typeof value !== "string");
    const shown = await Promise.all(
      files.map(async (file) => [file.name, file.type, [...new Uint8Array(await file.arrayBuffer())].length]),
    );
    expect(shown).toEqual([
      ["scan.pdf", "application/pdf", 8],
      ["scan.pdf", "application/pdf", 8],
      ['a "b"\r\nc.txt', expect.stringMatching(/^text\/plain; ?charset=utf-8$/), 7],
    ]);
  });

  test("every attempt sends the same bytes, and no content can hold the boundary", async () => {
    const send = (text: string) =>
      requestWith({ bodyKind: "multipart", body: { a: "{{ trigger.text }}" } }, { text });
    const [one, again, other] = [await send("x"), await send("x"), await send("y")];
    expect([Buffer.from(again.body ?? ""), typeOf(again)]).toEqual([
      Buffer.from(one.body ?? ""),
      typeOf(one),
    ]);
    expect(typeOf(other)).not.toBe(typeOf(one));
    const boundary = /boundary=(.+)/.exec(typeOf(one))?.[1] ?? "";
    const evil = `\r\n--${boundary}\r\ncontent-disposition: form-data; name="b"\r\n\r\n1`;
    expect([...(await formOf(await send(evil)))]).toEqual([["a", evil]]);
  });
});

test("one file goes as it is, with its own type", async () => {
  const request = await requestWith({ bodyKind: "file", body: "{{ trigger.file }}" }, { file: received });
  expect([typeOf(request), Buffer.from(request.body ?? "")]).toEqual(["application/pdf", Buffer.from(scan)]);
  expect(typeOf(await requestWith({ bodyKind: "file", body: made as Json }))).toBe(
    "text/plain; charset=utf-8",
  );
  const headers = [{ name: "content-type", value: "application/x-scan" }];
  expect(typeOf(await requestWith({ bodyKind: "file", body: "plain", headers }))).toBe("application/x-scan");
});

test.each<[string, Json]>([
  ["multipart", "a text"],
  ["multipart", [received]],
  ["multipart", { a: Array.from({ length: 51 }, () => received) }],
  ["file", { no: "file" }],
  ["file", null],
])("%s takes no %j", async (bodyKind, value) => {
  const attempt = requestWith({ bodyKind, body: "{{ trigger.value }}" }, { value });
  await expect(attempt).rejects.toMatchObject({ code: "invalid-file", kind: "other" });
});

test("a body that is too large is not sent", async () => {
  const text = "x".repeat(65 * 1024 * 1024);
  const attempt = requestWith(
    { bodyKind: "multipart", body: { a: "{{ trigger.file }}" } },
    { file: { text } },
  );
  await expect(attempt).rejects.toMatchObject({ code: "body-too-large" });
});

test("the config is checked before it runs", () => {
  const url = "https://archive.example/";
  expect(configIssues(http, { url, bodyKind: "multipart", body: { a: "{{ trigger.file }}" } })).toEqual([]);
  expect(configIssues(http, { url, bodyKind: "files" })).toMatchObject([{ at: ["bodyKind"] }]);
});
