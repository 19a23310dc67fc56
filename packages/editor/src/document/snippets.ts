import { queryOfPasted } from "@sluice/workflow/variables";
import type { SnippetCredential } from "./snippet-credentials.ts";
import { type SigningCode, signInJavaScript, signInPython, signInShell } from "./snippet-signing.ts";

/** What a snippet sends: the trigger's examples, and what lets it in. */
export interface SnippetRequest {
  readonly url: string;
  /** As pasted: a URL, or what stands behind its `?`. */
  readonly query: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  /** Media type of the example body, for requests whose headers name none. */
  readonly contentType: string;
  /** Empty: anyone may call. */
  readonly credentials: readonly SnippetCredential[];
}

export const snippetKinds = ["curl", "fetch", "python"] as const;
export type SnippetKind = (typeof snippetKinds)[number];

const passwordPlaceholder = "PASSWORD";
const secretPlaceholder = "SECRET";

/** The code that posts the examples to the trigger URL. */
export function snippetOf(kind: SnippetKind, request: SnippetRequest): string {
  return { curl: asCurl, fetch: asFetch, python: asPython }[kind](request);
}

/** Headers that every client sends by itself, or that are true only of the connection that was. */
export const ownHeaders: ReadonlySet<string> = new Set([
  "host",
  "content-length",
  "connection",
  "transfer-encoding",
  "accept-encoding",
  "expect",
  "keep-alive",
]);

/** Not `authorization` either: it is written from what the trigger asks for. */
const isLeftOut = (name: string) => ownHeaders.has(name) || name === "authorization";

/** The trigger URL with the example's query behind it. */
export function urlWithQuery(url: string, pastedQuery: string): string {
  const query = queryOfPasted(pastedQuery.trim());
  return query === "" ? url : `${url}?${query}`;
}

/** The headers that a request made from the examples carries, `content-type` first. */
export function headersToSend({
  headers,
  contentType,
}: Pick<SnippetRequest, "headers" | "contentType">): { name: string; value: string }[] {
  const own = headers.filter(({ name }) => !isLeftOut(name.toLowerCase()));
  if (own.some(({ name }) => name.toLowerCase() === "content-type")) return [...own];
  return [{ name: "content-type", value: contentType }, ...own];
}

/** The request with each credential in its place. */
function taken(request: SnippetRequest) {
  const { credentials } = request;
  const of = <Kind extends SnippetCredential["kind"]>(kind: Kind) =>
    credentials.filter((one): one is Extract<SnippetCredential, { kind: Kind }> => one.kind === kind);
  const parameters = of("query").map(({ name, value }) => `${encodeURIComponent(name)}=${value}`);
  const target = urlWithQuery(request.url, request.query);
  const proofs = of("header").map(({ name, value }) => ({ name, value }));
  const names = new Set([...proofs.map(({ name }) => name.toLowerCase())]);
  const examples = headersToSend(request).filter(({ name }) => !names.has(name.toLowerCase()));
  return {
    target:
      parameters.length === 0
        ? target
        : `${target}${target.includes("?") ? "&" : "?"}${parameters.join("&")}`,
    headers: [...examples, ...proofs],
    username: of("basic")[0]?.username,
    scheme: of("signature")[0]?.scheme,
  };
}

/** Headers of the example that the signing code does not write itself. */
function unsigned<Header extends { readonly name: string }>(
  headers: readonly Header[],
  signing: SigningCode | undefined,
): Header[] {
  const made = new Set(signing?.headers.map(({ name }) => name.toLowerCase()));
  return headers.filter(({ name }) => !made.has(name.toLowerCase()));
}

/** A command for a POSIX shell. */
function asCurl(request: SnippetRequest): string {
  const { target, headers, username, scheme } = taken(request);
  const signing = scheme && signInShell(scheme, shellQuote, target);
  // curl reads brackets and braces of a URL as a range of URLs unless it is told not to.
  const parts = [`curl ${/[[\]{}]/.test(target) ? "-g " : ""}${shellQuote(target)}`];
  if (username !== undefined) parts.push(`-u ${shellQuote(`${username}:${passwordPlaceholder}`)}`);
  for (const { name, value } of unsigned(headers, signing)) {
    // `-H 'Name:'` takes a header away; one without a value is written with a semicolon.
    parts.push(`-H ${shellQuote(value === "" ? `${name};` : `${name}: ${value}`)}`);
  }
  for (const { name, value } of signing?.headers ?? []) parts.push(`-H ${shellQuote(`${name}: `)}${value}`);
  const data = signing ? '"$BODY"' : shellQuote(request.body);
  parts.push(request.body === "" ? "-X POST" : `--data-raw ${data}`);
  const command = parts.join(" \\\n  ");
  if (!signing) return command;
  const given = [`SECRET=${shellQuote(secretPlaceholder)}`, `BODY=${shellQuote(request.body)}`];
  return [...given, ...signing.lines, command].join("\n");
}

/** One word of a POSIX shell: single quotes keep everything but themselves as it is (2.2.2). */
export function shellQuote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/** JavaScript for Node.js and browsers (a signed one: Node.js). A text in JSON is a text in JavaScript (ECMAScript 2019). */
function asFetch(request: SnippetRequest): string {
  const { target, headers, username, scheme } = taken(request);
  const { body } = request;
  const signing = scheme && signInJavaScript(scheme, target);
  const lines = unsigned(headers, signing).map(
    ({ name, value }) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`,
  );
  for (const { name, value } of signing?.headers ?? []) lines.push(`    ${JSON.stringify(name)}: ${value},`);
  if (username !== undefined) {
    const user = JSON.stringify(`${username}:${passwordPlaceholder}`);
    const bytes = `String.fromCharCode(...new TextEncoder().encode(${user}))`;
    lines.push(`    authorization: "Basic " + btoa(${bytes}),`);
  }
  return [
    ...(signing
      ? [
          'import { createHash, createHmac, randomUUID } from "node:crypto";',
          "",
          `const secret = ${JSON.stringify(secretPlaceholder)};`,
          `const body = ${JSON.stringify(body)};`,
          ...signing.lines,
          "",
        ]
      : []),
    `const response = await fetch(${JSON.stringify(target)}, {`,
    '  method: "POST",',
    "  headers: {",
    ...lines,
    "  },",
    ...(body === "" ? [] : [signing ? "  body," : `  body: ${JSON.stringify(body)},`]),
    "});",
    "console.log(response.status, await response.text());",
  ].join("\n");
}

/** Python 3 with the requests library. */
function asPython(request: SnippetRequest): string {
  const { target, headers, username, scheme } = taken(request);
  const { body } = request;
  const signing = scheme && signInPython(scheme, pythonQuote, target);
  return [
    ...(signing ? ["import base64, hashlib, hmac, time, uuid"] : []),
    "import requests",
    "",
    ...(signing
      ? [`secret = ${pythonQuote(secretPlaceholder)}`, `body = ${pythonQuote(body)}`, ...signing.lines, ""]
      : []),
    "response = requests.post(",
    `    ${pythonQuote(target)},`,
    "    headers={",
    ...unsigned(headers, signing).map(
      ({ name, value }) => `        ${pythonQuote(name)}: ${pythonQuote(value)},`,
    ),
    ...(signing?.headers ?? []).map(({ name, value }) => `        ${pythonQuote(name)}: ${value},`),
    "    },",
    ...(username === undefined
      ? []
      : [`    auth=(${pythonQuote(username)}.encode(), ${pythonQuote(passwordPlaceholder)}.encode()),`]),
    ...(body === "" ? [] : [signing ? "    data=body.encode()," : `    data=${pythonQuote(body)}.encode(),`]),
    ")",
    "print(response.status_code, response.text)",
  ].join("\n");
}

/**
 * A text of Python. JSON's escapes are Python's, but for two: Python knows no `\/` (which JSON.stringify does not
 * write), and a lone surrogate must not reach the encoder, so it becomes the replacement character.
 */
function pythonQuote(value: string): string {
  return JSON.stringify(value.toWellFormed());
}
