import { expect, test } from "vitest";
import { exampleOf } from "./example-of.ts";

const request = {
  method: "POST",
  url: "/hooks/k?token=[redacted]&shop=7",
  headers: [
    { name: "Host", value: "sluice.example" },
    { name: "X-Shop", value: "7" },
    { name: "Authorization", value: "[redacted]" },
    { name: "User-Agent", value: "curl/8" },
    { name: "Content-Type", value: "application/json" },
  ],
  body: '{"id": 1}',
  bodyEncoding: "utf8" as const,
  bodyBytes: 9,
  bodyTruncated: false,
  bodyRemovedAt: null,
  bodyUnpacked: false,
  files: [],
};

test("a request becomes the three examples, without what is secret or of the connection", () => {
  expect(exampleOf({ request })).toEqual({
    query: "token=[redacted]&shop=7",
    headers: "X-Shop: 7\nContent-Type: application/json",
    body: '{"id": 1}',
  });
});

test("bytes that are no text are no example", () => {
  const bytes = { ...request, url: "/hooks/k", body: "AAEC", bodyEncoding: "base64" as const };
  expect(exampleOf({ request: bytes })).toMatchObject({ query: "", body: "" });
});
