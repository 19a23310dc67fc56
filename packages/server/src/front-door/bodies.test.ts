import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";

let open: OpenDoor;
let echoOf: Record<string, string>;

beforeAll(async () => {
  open = await openDoor();
  const reply = (trigger: Parameters<typeof documentOf>[0]["trigger"]) =>
    documentOf({
      mode: "sync",
      trigger: trigger ?? {},
      nodes: {
        reply: {
          type: "response",
          config: { kind: "json", body: { got: "{{ request.body }}", variables: "{{ trigger }}" } },
        },
      },
      edges: ["trigger>reply"],
    });
  const amount = { key: "amount", from: "body", path: "amount", type: "number", required: true };
  echoOf = {
    json: (await open.workflow(reply({}))).url,
    small: (await open.workflow(reply({ limits: { bodyBytes: 1000 } }))).url,
    form: (await open.workflow(reply({ accept: ["json", "form"] }))).url,
    typed: (await open.workflow(reply({ accept: ["form"], variables: [amount] }))).url,
    text: (await open.workflow(reply({ accept: ["text"] }))).url,
    files: (await open.workflow(reply({ accept: ["files"] }))).url,
  };
});
afterAll(() => open.close());

async function post(to: string, body: string | Uint8Array | FormData, headers: Record<string, string> = {}) {
  const answer = await fetch(echoOf[to] ?? "", { method: "POST", body, headers });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: text ? JSON.parse(text) : null };
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

describe("compressed bodies", () => {
  const given = Buffer.from(JSON.stringify({ hello: "wörld" }));
  it.each([
    ["gzip", gzipSync(given)],
    ["GZIP", gzipSync(given)],
    ["x-gzip", gzipSync(given)],
    ["deflate", deflateSync(given)],
    ["deflate", deflateRawSync(given)],
    ["br", brotliCompressSync(given)],
    ["identity", given],
  ])("reads %s and keeps the bytes as they came", async (encoding, bytes) => {
    const { json: got, headers } = await post("json", bytes, { ...json, "content-encoding": encoding });
    expect(got.got).toEqual({ hello: "wörld" });
    const source = await open.deliveries.source(headers.get("sluice-delivery-id") ?? "");
    expect(Buffer.from(source?.body ?? []).equals(bytes)).toBe(true);
  });

  const bomb = gzipSync(Buffer.alloc(20_000_000, 0x20));
  it.each([
    ["a bomb", gzipSync(Buffer.alloc(1001, 0x20)), "gzip", 413, "body-too-large"],
    ["a large bomb", bomb.subarray(0, 900), "gzip", 413, "body-too-large"],
    ["what is no gzip", given, "gzip", 400, "malformed-encoding"],
    ["what is cut off", gzipSync(given).subarray(0, -9), "gzip", 400, "malformed-encoding"],
    ["what is cut off in br", brotliCompressSync(given).subarray(0, -2), "br", 400, "malformed-encoding"],
    [
      "garbage behind the end",
      Buffer.concat([gzipSync(given), Buffer.from("xyz")]),
      "gzip",
      400,
      "malformed-encoding",
    ],
    ["two at once", gzipSync(gzipSync(given)), "gzip, gzip", 415, "unsupported-media-type"],
    ["an unknown one", given, "zstd", 415, "unsupported-media-type"],
  ])("refuses %s", async (_, bytes, encoding, status, code) => {
    const got = await post("small", bytes, { ...json, "content-encoding": encoding });
    expect([got.status, got.json.code]).toEqual([status, code]);
  });
});

describe("forms", () => {
  it("reads them as query strings, in their charset", async () => {
    expect((await post("form", "a=1&b[c]=x+y&l=1&l=2&e=", form)).json.got).toEqual({
      ...{ a: "1", b: { c: "x y" }, l: ["1", "2"], e: "" },
    });
    const latin = { "content-type": "application/x-www-form-urlencoded; charset=ISO-8859-1" };
    expect((await post("form", "n=caf%E9", latin)).json.got).toEqual({ n: "café" });
    expect((await post("form", Buffer.from("n=caf\xe9", "latin1"), latin)).json.got).toEqual({ n: "café" });
    expect((await post("form", "p=100%&__proto__[x]=1", form)).json.got).toEqual({ p: "100%" });
    expect((await post("form", "", form)).json.got).toEqual({});
    expect((await post("form", "{}", json)).json.got).toEqual({});
  });

  it("reads the types of variables from its text", async () => {
    expect((await post("typed", "amount=12.5", form)).json.variables).toEqual({ amount: 12.5 });
    const wrong = await post("typed", "amount=12 EUR", form);
    expect([wrong.status, wrong.json.violations]).toEqual([
      422,
      [{ from: "body", path: "amount", expected: "number", got: "string" }],
    ]);
  });

  it("refuses what is too much, what cannot be decoded, and forms where none are taken", async () => {
    const many = Array.from({ length: 1001 }, (_, at) => `a${at}=1`).join("&");
    expect((await post("form", many, form)).json.code).toBe("malformed-form");
    expect((await post("form", Buffer.from([0x61, 0x3d, 0xff]), form)).json.code).toBe("malformed-encoding");
    const refused = await post("json", "a=1", form);
    expect([refused.status, refused.headers.get("accept")]).toEqual([415, "application/json"]);
    expect((await post("typed", "{}", json)).headers.get("accept")).toBe("application/x-www-form-urlencoded");
  });
});

describe("text", () => {
  it.each([
    ["text/plain", Buffer.from("hällo"), "hällo"],
    ["text/xml; charset=iso-8859-1", Buffer.from("<a>\xe9</a>", "latin1"), "<a>é</a>"],
    ["application/xml", Buffer.from("\ufeff<!DOCTYPE x><a/>"), "<!DOCTYPE x><a/>"],
    ["application/soap+xml", Buffer.from("<s/>"), "<s/>"],
    ["text/csv; charset=utf-16le", Buffer.from("a;b", "utf16le"), "a;b"],
    ["text/plain", Buffer.alloc(0), ""],
  ])("takes %s as it is", async (type, bytes, text) => {
    expect((await post("text", bytes, { "content-type": type })).json.got).toBe(text);
  });

  it("takes a body without a type, and refuses unknown charsets, wrong bytes and other kinds", async () => {
    expect((await post("text", Buffer.from("untyped"))).json.got).toBe("untyped");
    const status = async (type: string, bytes = Buffer.from("x")) =>
      (await post("text", bytes, { "content-type": type })).status;
    expect(await status("text/plain; charset=klingon")).toBe(415);
    expect(await status("text/plain", Buffer.from([0xff]))).toBe(400);
    expect(await status("image/png")).toBe(415);
    expect(await status("application/json")).toBe(415);
  });
});

describe("files", () => {
  it("gives small ones with their content, in place of their fields", async () => {
    const data = new FormData();
    data.set("order[id]", "7");
    data.append("order[scan]", new Blob([new Uint8Array([1, 2, 255])], { type: "image/png" }), "../../é.png");
    data.append("note", new Blob(["hi"], { type: "text/plain" }), "note.txt");
    const { json: got } = await post("files", data);
    expect(got.got.order.id).toBe("7");
    expect(got.got.order.scan).toMatchObject({
      filename: "é.png",
      contentType: "image/png",
      size: 3,
      index: 0,
    });
    expect(got.got.order.scan.base64).toBe("AQL/");
    expect(got.got.order.scan.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(got.got.note).toMatchObject({ text: "hi", index: 1 });
  });

  it("leaves the content of large ones to the delivery, and takes any other type as one file", async () => {
    const large = await post("files", Buffer.alloc(70_000, 1), { "content-type": "application/pdf" });
    expect(large.json.got).toMatchObject({ contentType: "application/pdf", size: 70_000, index: 0 });
    expect(large.json.got).not.toHaveProperty("base64");
  });

  it.each(["", "\r\n", "This is a message with several parts.\r\n\r\n"])(
    "ignores what stands before the first boundary: %j",
    async (preamble) => {
      const part = '--X\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n--X--\r\nthe end';
      const got = await post("files", Buffer.from(`${preamble}${part}`), multipart());
      expect([got.status, got.json.got]).toEqual([200, { a: "x" }]);
    },
  );

  const multipart = (boundary = "X") => ({ "content-type": `multipart/form-data; boundary=${boundary}` });
  it.each([
    ["no boundary", "x", { "content-type": "multipart/form-data" }],
    ["a part that is cut off", '--X\r\ncontent-disposition: form-data; name="a"\r\n\r\nhalf', multipart()],
    ["a part without a name", "--X\r\ncontent-type: text/plain\r\n\r\nx\r\n--X--\r\n", multipart()],
    ["another boundary", '--Y\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n--Y--', multipart()],
  ])("refuses %s", async (_, body, headers) => {
    const got = await post("files", Buffer.from(body), headers);
    expect([got.status, got.json.code]).toEqual([400, "malformed-form"]);
  });
});

it("says integers beyond 2^53 exactly, of a compressed body too", async () => {
  const { url } = await open.workflow(
    documentOf({
      mode: "sync",
      trigger: { variables: [{ key: "id", from: "body", path: "id", type: "string", required: true }] },
      nodes: { reply: { type: "response", config: { kind: "text", body: "{{ trigger.id }}" } } },
      edges: ["trigger>reply"],
    }),
  );
  const body = gzipSync('{"id":9007199254740993123}');
  const answer = await fetch(url, { method: "POST", body, headers: { ...json, "content-encoding": "gzip" } });
  expect(await answer.text()).toBe("9007199254740993123");
});
