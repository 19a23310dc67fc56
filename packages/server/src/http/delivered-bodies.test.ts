import { gzipSync } from "node:zlib";
import { deliverySchema } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let hookUrl: string;
let refusingUrl: string;
beforeAll(async () => {
  app = await startTestApp();
  hookUrl = await published({});
  refusingUrl = await published({ contract: { schema: false } });
});
afterAll(() => app.stop());

async function published(trigger: JsonObject): Promise<string> {
  const document: WorkflowDocument = {
    format: 1,
    name: "Bodies",
    mode: "async",
    trigger: { type: "webhook", config: { accept: ["json", "text", "files"], ...trigger } },
    nodes: { keep: { type: "set", config: { fields: { body: "{{ request.body }}" } } } },
    edges: [{ from: "trigger", to: "keep" }],
  };
  const made = z
    .object({ id: z.string(), hookUrl: z.string() })
    .parse(await (await api("POST", "/workflows", { document })).json());
  await api("POST", `/workflows/${made.id}/publish`, {});
  return made.hookUrl;
}

const api = (method: string, path: string, body?: unknown) =>
  fetch(`${app.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${app.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function delivered(
  body: Uint8Array | FormData,
  headers: Record<string, string> = {},
  url: string = hookUrl,
) {
  const answer = await fetch(url, { method: "POST", body, headers });
  const id = answer.headers.get("sluice-delivery-id") ?? "";
  return { id, request: deliverySchema.parse(await (await api("GET", `/deliveries/${id}`)).json()).request };
}

it("shows a compressed body unpacked", async () => {
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  const { request } = await delivered(gzipSync('{"a":"é"}'), headers);
  expect(request).toMatchObject({ body: '{"a":"é"}', bodyEncoding: "utf8", bodyUnpacked: true, files: [] });
});

it("shows a text in its charset", async () => {
  const headers = { "content-type": "text/plain; charset=iso-8859-1" };
  const { request } = await delivered(Buffer.from("caf\xe9", "latin1"), headers);
  expect(request).toMatchObject({ body: "café", bodyEncoding: "utf8", bodyBytes: 4, bodyUnpacked: false });
});

it("shows a refused body that cannot be unpacked as it came", async () => {
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  const { request } = await delivered(Buffer.from("no gzip"), headers);
  expect(request).toMatchObject({ body: "no gzip", bodyUnpacked: false });
});

it("gives files as downloads that cannot run here", async () => {
  const data = new FormData();
  data.append("page", new Blob(["<script>alert(1)</script>"], { type: "text/html" }), "../évil.html");
  const { id, request } = await delivered(data);
  expect(request.files).toEqual([{ index: 0, filename: "évil.html", contentType: "text/html", size: 25 }]);
  const file = await api("GET", `/deliveries/${id}/files/0`);
  expect(await file.text()).toBe("<script>alert(1)</script>");
  expect(file.headers.get("content-type")).toBe("application/octet-stream");
  expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''%C3%A9vil.html");
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await api("GET", `/deliveries/${id}/files/1`)).status).toBe(404);
  expect((await api("GET", "/deliveries/dlv_none/files/0")).status).toBe(404);
});

it("unpacks no more of a refused body for a download than a trigger takes", async () => {
  const head = '--b\r\ncontent-disposition: form-data; name="a"; filename="a.bin"\r\n\r\n';
  const bomb = Buffer.concat([
    Buffer.from(head),
    Buffer.alloc(26 * 1024 * 1024),
    Buffer.from("\r\n--b--\r\n"),
  ]);
  const headers = { "content-type": "multipart/form-data; boundary=b", "content-encoding": "gzip" };
  const { id, request } = await delivered(gzipSync(bomb), headers);
  expect(request.bodyTruncated).toBe(false);
  const answer = await api("GET", `/deliveries/${id}/files/0`);
  expect([answer.status, await answer.json()]).toEqual([
    413,
    expect.objectContaining({ code: "body-too-large", limitBytes: 25 * 1024 * 1024 }),
  ]);
});

it("gives no file of a body that was cut", async () => {
  const data = new FormData();
  data.append("small", new Blob(["a"]), "a.txt");
  data.append("large", new Blob(["x".repeat(70_000)]), "b.txt");
  const { id, request } = await delivered(data, {}, refusingUrl);
  expect(request.bodyTruncated).toBe(true);
  const answer = await api("GET", `/deliveries/${id}/files/0`);
  expect([answer.status, await answer.json()]).toEqual([
    404,
    expect.objectContaining({ code: "file-not-found" }),
  ]);
});
