import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asCurl } from "./as-curl.ts";

const request = {
  method: "POST",
  url: "/hooks/k?a=1",
  headers: [
    { name: "Host", value: "old.example" },
    { name: "content-length", value: "9" },
    { name: "x-note", value: "it's" },
  ],
  body: '{"a":"it\'s"}',
  bodyEncoding: "utf8" as const,
  bodyBytes: 12,
  bodyTruncated: false,
  bodyUnpacked: false,
  files: [],
};

/** The arguments that a shell hands to curl, and what it pipes in. */
function runAs(command: string): { readonly words: string[]; readonly input: string } {
  const script = `curl() { printf '%s\\0' "$@"; case " $* " in *" @- "*) printf 'in:'; cat;; esac; }; ${command}`;
  const [input = "", ...words] = execFileSync("sh", ["-c", script]).toString().split("\0").reverse();
  return { words: words.reverse(), input };
}

describe("asCurl", () => {
  test("leaves out what belongs to the connection and completes the URL", () => {
    expect(runAs(asCurl({ request }, "https://sluice.example")).words).toEqual([
      "-X",
      "POST",
      "https://sluice.example/hooks/k?a=1",
      "-H",
      "x-note: it's",
      "--data-raw",
      '{"a":"it\'s"}',
    ]);
  });

  test("pipes bytes that are no text", () => {
    // given
    const binary = {
      ...request,
      body: Buffer.from("raw\nbytes").toString("base64"),
      bodyEncoding: "base64" as const,
    };

    // then
    expect(runAs(asCurl({ request: binary }, "https://sluice.example")).input).toBe("in:raw\nbytes");
  });

  test("sends what came compressed unpacked", () => {
    const packed = {
      ...request,
      headers: [{ name: "Content-Encoding", value: "gzip" }, ...request.headers],
      bodyUnpacked: true,
    };
    expect(asCurl({ request: packed }, "https://s.example")).toBe(asCurl({ request }, "https://s.example"));
  });

  test("hands any body through a shell unchanged", () => {
    const body = fc.string({
      unit: fc.constantFrom("'", '"', "\\", "$", "`", "\n", "!", "%", "a", "é", " ", ";"),
    });
    fc.assert(
      fc.property(body, (text) => {
        fc.pre(text !== "");
        expect(runAs(asCurl({ request: { ...request, body: text } }, "https://s.example")).words.at(-1)).toBe(
          text,
        );
      }),
      { numRuns: 25 },
    );
  });
});
