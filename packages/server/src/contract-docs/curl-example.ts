import { queryOfPasted } from "@sluice/workflow/variables";
import type { AuthDocs } from "./auth-docs.ts";
import type { TriggerDocs } from "./trigger-docs.ts";

/** The example as a command, with a gap for each credential. */
export function curlExample(docs: TriggerDocs): string {
  const { callers, example, url } = docs;
  const shown = callers.require === "all" ? callers.methods : callers.methods.slice(0, 1);
  const parameters = shown.flatMap((method) =>
    method.kind === "apiKey" && method.in === "query" ? [`${encodeURIComponent(method.name)}=YOUR-KEY`] : [],
  );
  const query = [queryOfPasted(example.query), ...parameters].filter((part) => part !== "").join("&");
  const body = example.body.trim();
  const lines = [
    `curl -X POST ${quoted(query === "" ? url : `${url}?${query}`)}`,
    ...shown.flatMap(credentialOf),
    ...headerLines(example.headers).map((line) => `-H ${quoted(line)}`),
    ...(body === "" ? [] : [`-H ${quoted("content-type: application/json")}`, `--data-raw ${quoted(body)}`]),
  ];
  return lines.join(" \\\n  ");
}

function credentialOf(method: AuthDocs): string[] {
  switch (method.kind) {
    case "basic":
      return [`-u ${quoted("USER:PASSWORD")}`];
    case "bearer":
      return [`-H ${quoted("authorization: Bearer YOUR-TOKEN")}`];
    case "apiKey":
      return method.in === "header" ? [`-H ${quoted(`${method.name}: YOUR-KEY`)}`] : [];
    case "jwt":
      return [`-H ${quoted(`${method.header}: Bearer YOUR-TOKEN`)}`];
    case "signature":
      return method.scheme
        ? [`-H ${quoted(`${method.scheme.header}: ${method.scheme.prefix}SIGNATURE`)}`]
        : [];
  }
}

/** `Name: value` lines of the example, without those that the command has already or that carry credentials. */
function headerLines(text: string): string[] {
  const own = /^(?:content-type|content-length|host|authorization|proxy-authorization|cookie)\s*:/i;
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*:/.test(line) && !own.test(line));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
