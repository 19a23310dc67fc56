import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { schemesOf } from "@sluice/workflow/document";
import { describe, expect, it } from "vitest";
import { readSenders } from "./sender-config.ts";
import { type DraftScheme, readScheme } from "./signature-scheme.ts";
import { credentialsFor } from "./snippet-credentials.ts";
import { type SnippetRequest, snippetOf } from "./snippets.ts";

const url = "https://sluice.example/hooks/k1";
const body = '{"name":"O\'Brien & \\"co\\" $HOME `id` é"}';
const preset = (name: Exclude<Parameters<typeof schemesOf>[0]["preset"], "custom">) =>
  readScheme({ ...schemesOf({ preset: name })[0] });
const schemes: readonly [string, DraftScheme, string][] = [
  ["Standard Webhooks", preset("standard-webhooks"), `whsec_${Buffer.alloc(24, 7).toString("base64")}`],
  ["GitHub", preset("github"), "It's a $secret"],
  ["Stripe", preset("stripe"), "whsec_test"],
  ["Shopify", preset("shopify"), "s"],
  ["Slack", preset("slack"), "8f742231b10e8888abcd99yyyzzz85a5"],
  ["Paddle", preset("paddle"), "pdl_ntfset_01"],
  [
    "a scheme of one's own",
    readScheme({
      ...{ header: "x-sig", algorithm: "sha512", encoding: "base64", prefix: "it's:", secretEncoding: "hex" },
      ...{ signed: "$v1|{url}|{id}|{timestamp}|{bodySha256}", id: { header: "x-id" } },
      timestamp: { header: "x-t", unit: "milliseconds" },
      secretPrefix: "hex_",
    }),
    "hex_00ff10",
  ],
];

const requestOf = (scheme: DraftScheme): SnippetRequest => ({
  ...{ url, query: "", headers: [], body, contentType: "application/json" },
  credentials: [{ kind: "signature", scheme }],
});

/** The signature that a request with these headers must carry, made by another way than the snippet's. */
function expectedOf(scheme: DraftScheme, secret: string, headers: Map<string, string>) {
  const partIn = (part: { header: string; field: string } | undefined) => {
    const value = headers.get(part?.header ?? "") ?? "";
    return part?.field ? (new RegExp(`${part.field}=([^,;]*)`).exec(value)?.[1] ?? "") : value;
  };
  const hash = execFileSync("openssl", ["dgst", "-sha256", "-r"], { input: body, encoding: "utf8" });
  const signed = scheme.signed
    .replace("{id}", partIn(scheme.id))
    .replace("{timestamp}", partIn(scheme.timestamp))
    .replace("{url}", url)
    .replace("{bodySha256}", hash.split(" ")[0] ?? "")
    .replace("{body}", () => body);
  const key = Buffer.from(secret.replace(scheme.secretPrefix, ""), scheme.secretEncoding);
  return scheme.prefix + createHmac(scheme.algorithm, key).update(signed).digest(scheme.encoding);
}

function expectSigned(scheme: DraftScheme, secret: string, sent: readonly [string, string][]): void {
  const headers = new Map(sent.map(([name, value]) => [name.toLowerCase(), value]));
  const value = headers.get(scheme.header) ?? "";
  const signature = scheme.field ? value.split(`${scheme.field}=`)[1] : value;
  expect(signature).toBe(expectedOf(scheme, secret, headers));
  const { timestamp } = scheme;
  if (timestamp) {
    const unit = timestamp.unit === "seconds" ? 1000 : 1;
    const text = /\d{10,}/.exec(headers.get(timestamp.header) ?? "")?.[0];
    expect(Math.abs(Number(text) * unit - Date.now())).toBeLessThan(60_000);
  }
}

describe.each(schemes)("the snippets of %s", (_, scheme, secret) => {
  it("sign in a shell with openssl", () => {
    const snippet = snippetOf("curl", requestOf(scheme)).replace("SECRET='SECRET'", 'SECRET="$GIVEN"');
    const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }; ${snippet}`;
    const output = execFileSync("/bin/sh", ["-c", script], {
      encoding: "utf8",
      env: { ...process.env, GIVEN: secret },
    });
    const words = output.split("\0");
    const headers = words.flatMap((word, at): [string, string][] =>
      words[at - 1] === "-H" ? [[word.split(": ")[0] ?? "", word.replace(/^[^:]*: /, "")]] : [],
    );
    expect(words.slice(-3)).toEqual(["--data-raw", body, ""]);
    expectSigned(scheme, secret, headers);
  });

  it("sign in Node.js", () => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-snippet-"));
    const source = snippetOf("fetch", requestOf(scheme)).replace('"SECRET"', JSON.stringify(secret));
    const stub =
      "globalThis.fetch = async (url, sent) => ({ status: 200, text: async () => JSON.stringify(sent) });";
    writeFileSync(join(folder, "stub.mjs"), stub);
    writeFileSync(join(folder, "post.mjs"), source);
    const args = ["--import", join(folder, "stub.mjs"), join(folder, "post.mjs")];
    const output = execFileSync(process.execPath, args, { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    const sent = JSON.parse(output.slice(output.indexOf("{"))) as {
      headers: Record<string, string>;
      body: string;
    };
    expect(sent.body).toBe(body);
    expectSigned(scheme, secret, Object.entries(sent.headers));
  });

  it.runIf(hasPython())("sign in Python", () => {
    const source = snippetOf("python", requestOf(scheme)).replace('"SECRET"', JSON.stringify(secret));
    const stub = [
      "import sys, types, json",
      "requests = types.ModuleType('requests')",
      "class Answer: status_code = 200",
      "def post(url, headers, data):",
      "    answer = Answer(); answer.text = json.dumps([headers, data.decode()]); return answer",
      "requests.post = post",
      "sys.modules['requests'] = requests",
    ].join("\n");
    const output = execFileSync("python3", ["-c", `${stub}\n${source}`], { encoding: "utf8" });
    const [headers, data] = JSON.parse(output.slice(4)) as [Record<string, string>, string];
    expect(data).toBe(body);
    expectSigned(scheme, secret, Object.entries(headers));
  });
});

describe("what lets a request in", () => {
  const methods = [
    { type: "apiKey", in: "query", parameter: "key", key: {} },
    { type: "bearer", token: {} },
    { type: "signature", preset: "gitlab-token", secrets: [] },
    { type: "signature", preset: "twilio", secrets: [] },
  ];
  const credentials = (auth: { any: typeof methods; require?: string }) =>
    credentialsFor(readSenders({ auth }));

  it("is one method, or the first of each kind where all must pass", () => {
    expect(credentials({ any: methods })).toEqual([{ kind: "query", name: "key", value: "API_KEY" }]);
    expect(credentials({ any: methods, require: "all" })).toEqual([
      { kind: "query", name: "key", value: "API_KEY" },
      { kind: "header", name: "authorization", value: "Bearer TOKEN" },
      { kind: "header", name: "x-gitlab-token", value: "SECRET" },
    ]);
  });

  it("stands in the snippet where the trigger looks for it", () => {
    const request = {
      url,
      query: "a=1",
      headers: [],
      contentType: "application/json",
      body,
      credentials: credentials({ any: methods, require: "all" }),
    };
    expect(snippetOf("curl", request)).toContain(`'${url}?a=1&key=API_KEY'`);
    expect(snippetOf("fetch", request)).toContain('"authorization": "Bearer TOKEN"');
    expect(snippetOf("python", request)).toContain('"x-gitlab-token": "SECRET"');
  });
});

function hasPython(): boolean {
  try {
    return execFileSync("python3", ["-c", "print(''.removeprefix(''))"]).length > 0;
  } catch {
    return false;
  }
}
