import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NodeError } from "../node-contract/node-error.ts";
import { type AnswerGiven, encodeAnswer } from "./answer.ts";

describe("what goes out", () => {
  test.each<[string, AnswerGiven, ReturnType<typeof encodeAnswer>]>([
    [
      "JSON is the tree as text",
      { kind: "json", body: { ok: true, n: [1, null] } },
      {
        status: 200,
        headers: [],
        contentType: "application/json; charset=utf-8",
        body: '{"ok":true,"n":[1,null]}',
      },
    ],
    [
      "JSON without a body is an empty object",
      { kind: "json" },
      { status: 200, headers: [], contentType: "application/json; charset=utf-8", body: "{}" },
    ],
    [
      "JSON null is null",
      { kind: "json", body: null },
      { status: 200, headers: [], contentType: "application/json; charset=utf-8", body: "null" },
    ],
    [
      "text is the text",
      { kind: "text", body: "ok", status: 202 },
      { status: 202, headers: [], contentType: "text/plain; charset=utf-8", body: "ok" },
    ],
    [
      "text from another value is JSON, and nothing from null",
      { kind: "text", body: { a: 1 } },
      { status: 200, headers: [], contentType: "text/plain; charset=utf-8", body: '{"a":1}' },
    ],
    [
      "HTML is the text",
      { kind: "html", body: "<p>&amp;</p>" },
      { status: 200, headers: [], contentType: "text/html; charset=utf-8", body: "<p>&amp;</p>" },
    ],
    [
      "a tree as a page is escaped",
      { kind: "html", body: { a: "<script>" } },
      {
        status: 200,
        headers: [],
        contentType: "text/html; charset=utf-8",
        body: "{&#34;a&#34;:&#34;&#60;script&#62;&#34;}",
      },
    ],
    [
      "empty has neither body nor type",
      { kind: "empty", body: "ignored" },
      { status: 200, headers: [], contentType: null, body: "" },
    ],
    [
      "a redirect is 302 with its location",
      { kind: "redirect", location: "https://a.example/x?y=1" },
      {
        status: 302,
        headers: [{ name: "location", value: "https://a.example/x?y=1" }],
        contentType: null,
        body: "",
      },
    ],
    [
      "the builder's content type wins, whatever its case",
      { kind: "json", body: 1, headers: [{ name: "Content-Type", value: "application/vnd.a+json" }] },
      { status: 200, headers: [], contentType: "application/vnd.a+json", body: "1" },
    ],
    [
      "names go out in lower case, in their order, repeated where they are",
      {
        kind: "empty",
        headers: [
          { name: "X-B", value: "2" },
          { name: "Link", value: "a" },
          { name: "link", value: "é" },
        ],
      },
      {
        status: 200,
        headers: [
          { name: "x-b", value: "2" },
          { name: "link", value: "a" },
          { name: "link", value: "é" },
        ],
        contentType: null,
        body: "",
      },
    ],
    [
      "a location beside a 3xx status",
      { kind: "text", status: 303, body: "see", headers: [{ name: "location", value: "/x" }] },
      {
        status: 303,
        headers: [{ name: "location", value: "/x" }],
        contentType: "text/plain; charset=utf-8",
        body: "see",
      },
    ],
  ])("%s", (_, given, answer) => {
    expect(encodeAnswer(given)).toEqual(answer);
  });

  test.each([204, 205, 304])("a %i has no body and no type", (status) => {
    expect(encodeAnswer({ kind: "json", status, body: { a: 1 } })).toEqual({
      status,
      headers: [],
      contentType: null,
      body: "",
    });
  });
});

function codeOf(given: AnswerGiven): string {
  try {
    encodeAnswer(given);
  } catch (error) {
    if (error instanceof NodeError) return error.code;
    throw error;
  }
  return "none";
}

describe("what is refused", () => {
  test.each([100, 199, 600, 200.5, Number.NaN])("the status %s", (status) => {
    expect(codeOf({ kind: "json", status })).toBe("invalid-status");
  });

  test("a redirect with a status that is none, and one without a location", () => {
    expect(codeOf({ kind: "redirect", status: 200, location: "/x" })).toBe("invalid-status");
    expect(codeOf({ kind: "redirect" })).toBe("invalid-location");
    expect(codeOf({ kind: "redirect", location: "  " })).toBe("invalid-location");
  });

  test.each([
    "Connection",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
    "te",
    "trailer",
    "proxy-authenticate",
    "content-length",
    "Set-Cookie",
    "content-security-policy",
    "x-content-type-options",
    "access-control-allow-origin",
    "Access-Control-Anything",
    "strict-transport-security",
    "service-worker-allowed",
    "refresh",
    "alt-svc",
    "clear-site-data",
    "content-encoding",
    "Sluice-Delivery-Id",
    "sluice-execution-id",
    "idempotency-replayed",
    "",
    "a b",
    "a:b",
    "a\r\nb",
    "é",
  ])("the header name %j", (name) => {
    expect(codeOf({ kind: "json", headers: [{ name, value: "x" }] })).toBe("invalid-header");
  });

  test.each(["a\r\nset-cookie: x=1", "a\nb", "\u0000", "a\tb", "\u007f", "\u0085", "Ā", "😀"])(
    "the header value %j, without repeating it",
    (value) => {
      const given: AnswerGiven = { kind: "json", headers: [{ name: "x-a", value }] };

      expect(codeOf(given)).toBe("invalid-header");
      expect(() => encodeAnswer(given)).not.toThrow(value);
    },
  );

  test("a location without a 3xx status, a second location, a second content type", () => {
    const location = { name: "location", value: "/x" };
    const type = { name: "content-type", value: "text/css" };

    expect(codeOf({ kind: "json", status: 201, headers: [location] })).toBe("invalid-header");
    expect(codeOf({ kind: "redirect", location: "/y", headers: [location] })).toBe("invalid-header");
    expect(codeOf({ kind: "text", headers: [type, type] })).toBe("invalid-header");
    expect(codeOf({ kind: "redirect", location: "/a\r\nb" })).toBe("invalid-header");
  });
});

test("property: what is let out fits into a response of Node, whatever the headers were", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: fc.string(), value: fc.string({ unit: "binary" }) }), { maxLength: 5 }),
      (headers) => {
        let answer: ReturnType<typeof encodeAnswer>;
        try {
          answer = encodeAnswer({ kind: "empty", headers });
        } catch (error) {
          expect(error).toBeInstanceOf(NodeError);
          return;
        }
        const made = new Headers(answer.headers.map(({ name, value }) => [name, value]));
        for (const { name } of answer.headers) expect(made.has(name)).toBe(true);
      },
    ),
  );
});
