import { createHash } from "node:crypto";
import type { FailureCode } from "../failure.ts";
import type { PreparedScheme, PreparedSignature } from "./prepare.ts";
import { sortedParams } from "./sorted-params.ts";
import type { SignedRequest } from "./trace.ts";

export type SignedBytes =
  | { readonly failed: FailureCode; readonly facts: Readonly<Record<string, string>> }
  /** The ways in which the sender may have put it together, as pieces to be read one after the other. */
  | { readonly failed: null; readonly ways: readonly (readonly Uint8Array[])[] };

/** What the sender must have signed, by the scheme's template. */
export function signedBytes(
  template: NonNullable<PreparedScheme["template"]>,
  given: {
    request: SignedRequest;
    place: Pick<PreparedSignature, "publicUrl" | "origin">;
    id: string;
    timestamp: string;
  },
): SignedBytes {
  const { request, place } = given;
  const names = new Set(template.flatMap((one) => ("part" in one ? one.part : [])));
  let urls: readonly string[] = [""];
  if (names.has("url")) {
    if (place.publicUrl === undefined && place.origin === undefined) {
      return { failed: "no-public-url", facts: {} };
    }
    urls = urlsOf(place, request.url);
  }
  const parameters = names.has("sortedParams") ? sortedParams(request) : { failed: null, text: "" };
  if (parameters.failed !== null) return { failed: parameters.failed, facts: {} };
  const hash = names.has("bodySha256") ? createHash("sha256").update(request.body).digest("hex") : "";
  const ways = urls.map((url) => {
    const values = {
      // One character per byte is how node reads headers and request lines.
      id: Buffer.from(given.id, "latin1"),
      timestamp: Buffer.from(given.timestamp, "latin1"),
      url: Buffer.from(url, "latin1"),
      body: request.body,
      sortedParams: Buffer.from(parameters.text, "utf8"),
      bodySha256: Buffer.from(hash, "latin1"),
    };
    return template.map((one) => ("part" in one ? values[one.part] : Buffer.from(one.text, "utf8")));
  });
  return { failed: null, ways };
}

const defaultPorts: Readonly<Record<string, string>> = { "https:": "443", "http:": "80" };

/** The URL as the sender knows it, with the query that came, with and without its port: senders differ in that. */
function urlsOf(
  { publicUrl, origin = "" }: Pick<PreparedSignature, "publicUrl" | "origin">,
  received: string,
): string[] {
  const mark = received.indexOf("?");
  const path = mark < 0 ? received : received.slice(0, mark);
  const query = mark < 0 ? "" : received.slice(mark);
  const given = `${publicUrl ?? origin + path}${query}`;
  const match = /^(https?:)(\/\/[^/:]+|\/\/\[[^\]]*\])(:\d+)?(.*)$/is.exec(given);
  if (!match) return [given];
  const [, scheme = "", host = "", port, rest = ""] = match;
  const other =
    port === undefined
      ? `${scheme}${host}:${defaultPorts[scheme.toLowerCase()]}${rest}`
      : `${scheme}${host}${rest}`;
  return [given, other];
}
