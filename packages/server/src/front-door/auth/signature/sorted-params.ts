import { createHash } from "node:crypto";
import type { FailureCode } from "../failure.ts";
import type { SignedRequest } from "./trace.ts";

/** Safety requirement R-LIMITS. */
const mostParameters = 1000;

/**
 * `{sortedParams}` as Twilio makes it: names and values of a form, sorted by name, one after the other; each value of
 * a repeated name once. A body that is no form is not signed itself: its SHA-256 stands in the URL, as `bodySHA256`.
 */
export function sortedParams(request: SignedRequest): { failed: FailureCode | null; text: string } {
  const mark = request.url.indexOf("?");
  const query = new URLSearchParams(mark < 0 ? "" : request.url.slice(mark + 1));
  const hash = query.get("bodySHA256");
  if (hash !== null) {
    const actual = createHash("sha256").update(request.body).digest("hex");
    return { failed: actual === hash.toLowerCase() ? null : "body-hash-mismatch", text: "" };
  }
  if (request.body.length === 0) return { failed: null, text: "" };
  const type = request.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return { failed: "body-hash-mismatch", text: "" };
  return ofForm(Buffer.from(request.body).toString("utf8"));
}

function ofForm(text: string): { failed: FailureCode | null; text: string } {
  if (text.split("&", mostParameters + 1).length > mostParameters)
    return { failed: "malformed-form", text: "" };
  const values = new Map<string, Set<string>>();
  for (const [name, value] of new URLSearchParams(text)) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  const names = [...values.keys()].sort();
  const pieces = names.flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => name + value));
  return { failed: null, text: pieces.join("") };
}
