import { execFileSync } from "node:child_process";
import { parseExamples } from "@sluice/workflow/variables";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SnippetRequest, snippetOf, urlWithQuery } from "./snippets.ts";

const request: SnippetRequest = {
  url: "https://sluice.example/hooks/k1",
  query: "",
  headers: [],
  body: '{"name":"O\'Brien & \\"co\\" $HOME `id` \\\\"}',
  contentType: "application/json",
  username: undefined,
};

/** What a POSIX shell makes of the words behind `curl`. */
function shellWords(command: string): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }; ${command}`;
  const output = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" });
  return output.split("\0").slice(0, -1);
}

describe("snippets of a trigger", () => {
  it("quotes the body for a shell so that it arrives as it is", () => {
    const words = shellWords(snippetOf("curl", request));
    expect(words).toEqual([request.url, "-H", "content-type: application/json", "--data-raw", request.body]);
  });

  it("survives any text in a shell", () => {
    // A shell's words hold no NUL, and sh reads its script as bytes.
    const anyText = fc.string({ unit: "binary" }).map((text) => text.toWellFormed().replaceAll("\0", ""));
    fc.assert(
      fc.property(anyText, (body) => {
        fc.pre(body !== "");
        expect(shellWords(snippetOf("curl", { ...request, body })).at(-1)).toBe(body);
      }),
      { numRuns: 25 },
    );
  });

  it("is read back by our own parser with the same parts", () => {
    const curl = snippetOf("curl", {
      ...request,
      query: "?a=1&b=it%27s",
      headers: [{ name: "x-note", value: "it's" }],
      username: "bob",
    });
    const { texts, basic, problems } = parseExamples({ curl });
    expect(problems).toEqual([]);
    expect(texts.body).toBe(request.body);
    expect(texts.query).toContain("a=1&b=it%27s");
    expect(texts.headers).toContain("x-note: it's");
    expect(basic).toEqual({ username: "bob", password: "PASSWORD" });
  });

  it("keeps curl from reading brackets as a range", () => {
    const curl = snippetOf("curl", { ...request, query: "tags[]=a&x={1}" });
    expect(shellWords(curl).slice(0, 2)).toEqual(["-g", `${request.url}?tags[]=a&x={1}`]);
    expect(parseExamples({ curl }).examples.query).toEqual({ tags: ["a"], x: "{1}" });
  });

  it("writes JavaScript that sends what the example says", async () => {
    const source = snippetOf("fetch", { ...request, query: "a=1", username: "bób" });
    const calls: { url: string; init: RequestInit }[] = [];
    const run = new Function("fetch", "console", `return (async () => {${source}})()`) as (
      fetch: unknown,
      console: unknown,
    ) => Promise<void>;
    const answer = { status: 200, text: async () => "ok" };
    await run(
      async (url: string, init: RequestInit) => {
        calls.push({ url, init });
        return answer;
      },
      { log: () => undefined },
    );
    expect(calls[0]?.url).toBe("https://sluice.example/hooks/k1?a=1");
    expect(calls[0]?.init.body).toBe(request.body);
    expect(calls[0]?.init.headers).toEqual({
      "content-type": "application/json",
      authorization: `Basic ${Buffer.from("bób:PASSWORD").toString("base64")}`,
    });
  });

  it("writes Python whose texts are JSON texts", () => {
    const source = snippetOf("python", { ...request, username: 'a"b' });
    const body = /data=("(?:[^"\\]|\\.)*")\.encode\(\)/.exec(source)?.[1];
    expect(JSON.parse(body ?? "")).toBe(request.body);
    expect(source).toContain('auth=("a\\"b".encode(), "PASSWORD".encode())');
  });

  it("keeps the example's own content type and leaves the connection's headers out", () => {
    const headers = [
      { name: "Host", value: "old.example" },
      { name: "Content-Type", value: "application/vnd.api+json" },
      { name: "Authorization", value: "Basic c2VjcmV0" },
    ];
    const curl = snippetOf("curl", { ...request, headers });
    expect(curl).toContain("Content-Type: application/vnd.api+json");
    expect(curl).not.toMatch(/old\.example|c2VjcmV0|application\/json/);
  });

  it.each([
    ["https://old.example/x?a=1", "https://h/k?a=1"],
    ["?a=1", "https://h/k?a=1"],
    ["a=1", "https://h/k?a=1"],
    ["  ", "https://h/k"],
  ])("puts the query of %j behind the URL", (pasted, url) => {
    expect(urlWithQuery("https://h/k", pasted)).toBe(url);
  });
});
