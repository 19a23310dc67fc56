import type { Delivery } from "@sluice/api/schemas";
import { ownHeaders } from "../document/snippets.ts";

const redacted = "[redacted]";
/** They say something about the connection or the tool, nothing about the sender's request. */
const ofTools: ReadonlySet<string> = new Set(["user-agent", "accept", "accept-language", "forwarded"]);

/** A request as the three examples of a trigger: what was redacted, and what belongs to the connection, is left out. */
export function exampleOf({ request }: Pick<Delivery, "request">): {
  readonly query: string;
  readonly headers: string;
  readonly body: string;
} {
  const { url, headers, body, bodyEncoding } = request;
  const mark = url.indexOf("?");
  const query = mark < 0 ? "" : url.slice(mark + 1);
  const lines = headers.flatMap(({ name, value }) => {
    const known = name.toLowerCase();
    const left = ownHeaders.has(known) || ofTools.has(known) || known.startsWith("x-forwarded-");
    return left || value === redacted ? [] : [`${name}: ${value}`];
  });
  return { query, headers: lines.join("\n"), body: bodyEncoding === "utf8" ? body : "" };
}
