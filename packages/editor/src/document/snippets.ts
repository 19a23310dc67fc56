import { queryOfPasted } from "@sluice/workflow/variables";

/** What a snippet sends: the trigger's examples, and the user that it asks for. */
export interface SnippetRequest {
  readonly url: string;
  /** As pasted: a URL, or what stands behind its `?`. */
  readonly query: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  /** Media type of the example body, for requests whose headers name none. */
  readonly contentType: string;
  /** The first user of HTTP Basic; the password is never known here and stays a placeholder. */
  readonly username: string | undefined;
}

export const snippetKinds = ["curl", "fetch", "python"] as const;
export type SnippetKind = (typeof snippetKinds)[number];

const passwordPlaceholder = "PASSWORD";

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

/** Not `authorization` either: it is written from the trigger's user. */
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

/** A command for a POSIX shell. */
function asCurl({ url, query, headers, body, contentType, username }: SnippetRequest): string {
  const target = urlWithQuery(url, query);
  // curl reads brackets and braces of a URL as a range of URLs unless it is told not to.
  const parts = [`curl ${/[[\]{}]/.test(target) ? "-g " : ""}${shellQuote(target)}`];
  if (username !== undefined) parts.push(`-u ${shellQuote(`${username}:${passwordPlaceholder}`)}`);
  for (const { name, value } of headersToSend({ headers, contentType })) {
    // `-H 'Name:'` takes a header away; one without a value is written with a semicolon.
    parts.push(`-H ${shellQuote(value === "" ? `${name};` : `${name}: ${value}`)}`);
  }
  parts.push(body === "" ? "-X POST" : `--data-raw ${shellQuote(body)}`);
  return parts.join(" \\\n  ");
}

/** One word of a POSIX shell: single quotes keep everything but themselves as it is (2.2.2). */
export function shellQuote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/** JavaScript for Node.js and browsers. A text in JSON is a text in JavaScript (ECMAScript 2019). */
function asFetch({ url, query, headers, body, contentType, username }: SnippetRequest): string {
  const lines = headersToSend({ headers, contentType }).map(
    ({ name, value }) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`,
  );
  if (username !== undefined) {
    const user = JSON.stringify(`${username}:${passwordPlaceholder}`);
    const bytes = `String.fromCharCode(...new TextEncoder().encode(${user}))`;
    lines.push(`    authorization: "Basic " + btoa(${bytes}),`);
  }
  return [
    `const response = await fetch(${JSON.stringify(urlWithQuery(url, query))}, {`,
    '  method: "POST",',
    "  headers: {",
    ...lines,
    "  },",
    ...(body === "" ? [] : [`  body: ${JSON.stringify(body)},`]),
    "});",
    "console.log(response.status, await response.text());",
  ].join("\n");
}

/** Python 3 with the requests library. */
function asPython({ url, query, headers, body, contentType, username }: SnippetRequest): string {
  return [
    "import requests",
    "",
    "response = requests.post(",
    `    ${pythonQuote(urlWithQuery(url, query))},`,
    "    headers={",
    ...headersToSend({ headers, contentType }).map(
      ({ name, value }) => `        ${pythonQuote(name)}: ${pythonQuote(value)},`,
    ),
    "    },",
    ...(username === undefined
      ? []
      : [`    auth=(${pythonQuote(username)}.encode(), ${pythonQuote(passwordPlaceholder)}.encode()),`]),
    ...(body === "" ? [] : [`    data=${pythonQuote(body)}.encode(),`]),
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
