import type { OutgoingRequest } from "@sluice/workflow/node-contract";
import type { Dispatcher } from "undici";
import { type Header, travellingHeaders, withoutBodyHeaders } from "./request-headers.ts";
import { readTarget } from "./target.ts";

/** One request of an exchange. */
export interface Hop {
  readonly method: string;
  /** Without what the credential adds. */
  readonly url: URL;
  readonly headers: readonly Header[];
  readonly body?: string | Uint8Array;
  readonly credential?: NonNullable<OutgoingRequest["credential"]>;
}

const redirecting: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

type Response = Pick<Dispatcher.ResponseData, "statusCode" | "headers">;

export function isRedirect({ statusCode, headers }: Response): boolean {
  return redirecting.has(statusCode) && headers.location !== undefined;
}

/**
 * Where a redirect sends us on, by the rules of the Fetch standard (HTTP-redirect fetch): 303 becomes GET, 301 and 302
 * of a POST too, 307 and 308 say the same again. Another origin gets neither the credential nor any header that might
 * hold a key. Throws `invalid-url` where it leads nowhere.
 */
export function followed(hop: Hop, { statusCode, headers }: Response): Hop {
  const [location = ""] = [headers.location ?? []].flat();
  const url = readTarget(location, hop.url.href);
  const asGet =
    (statusCode === 303 && hop.method !== "HEAD" && hop.method !== "GET") ||
    (statusCode <= 302 && hop.method === "POST");
  const stays = url.origin === hop.url.origin;
  const kept = stays ? hop.headers : travellingHeaders(hop.headers);
  return {
    method: asGet ? "GET" : hop.method,
    url,
    headers: asGet ? withoutBodyHeaders(kept) : kept,
    ...(asGet || hop.body === undefined ? {} : { body: hop.body }),
    ...(stays && hop.credential !== undefined ? { credential: hop.credential } : {}),
  };
}
