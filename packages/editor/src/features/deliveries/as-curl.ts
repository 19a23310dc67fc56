import type { Delivery } from "@sluice/api/schemas";
import { ownHeaders, shellQuote } from "../../document/snippets.ts";

/**
 * A command for a POSIX shell that sends the delivery again. What was redacted stays redacted: the reader puts
 * the credentials in. `origin` completes a URL that was stored as a path. A body that was cut is sent as cut.
 */
export function asCurl({ request }: Pick<Delivery, "request">, origin: string): string {
  const url = new URL(request.url, origin).href;
  const parts = [`curl -X ${request.method} ${shellQuote(url)}`];
  for (const { name, value } of request.headers) {
    const lower = name.toLowerCase();
    // The body stands here unpacked.
    if (lower === "content-encoding" && request.bodyUnpacked) continue;
    if (!ownHeaders.has(lower)) parts.push(`-H ${shellQuote(`${name}: ${value}`)}`);
  }
  if (request.body === "") return parts.join(" \\\n  ");
  if (request.bodyEncoding === "base64") {
    parts.push("--data-binary @-");
    return `printf %s ${shellQuote(request.body)} | base64 -d | ${parts.join(" \\\n  ")}`;
  }
  parts.push(`--data-raw ${shellQuote(request.body)}`);
  return parts.join(" \\\n  ");
}
