import type { Delivery } from "@sluice/api/schemas";

/** Set by curl itself, or true only of the connection that was. */
const left = new Set([
  "host",
  "content-length",
  "connection",
  "transfer-encoding",
  "accept-encoding",
  "expect",
  "keep-alive",
]);

/**
 * A command for a POSIX shell that sends the delivery again. What was redacted stays redacted: the reader puts
 * the credentials in. `origin` completes a URL that was stored as a path. A body that was cut is sent as cut.
 */
export function asCurl({ request }: Pick<Delivery, "request">, origin: string): string {
  const url = new URL(request.url, origin).href;
  const parts = [`curl -X ${request.method} ${quote(url)}`];
  for (const { name, value } of request.headers) {
    if (!left.has(name.toLowerCase())) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  if (request.body === "") return parts.join(" \\\n  ");
  if (request.bodyEncoding === "base64") {
    parts.push("--data-binary @-");
    return `printf %s ${quote(request.body)} | base64 -d | ${parts.join(" \\\n  ")}`;
  }
  parts.push(`--data-raw ${quote(request.body)}`);
  return parts.join(" \\\n  ");
}

/** Single quotes keep everything but themselves as it is (POSIX shell, 2.2.2). */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
