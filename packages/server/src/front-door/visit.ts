import type { IncomingMessage, ServerResponse } from "node:http";
import type { JsonObject } from "@sluice/workflow/node-contract";
import type { HeaderPair } from "../stores/deliveries/store.ts";
import type { HiddenParts } from "./auth/hidden-parts.ts";
import { redactedHeaders, redactedUrl } from "./redact-request.ts";

/** One request on its way through the stations, in fields of our own making. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly deliveryId: string;
  /** Milliseconds since 1970, with fractions. */
  readonly receivedAt: number;
  readonly method: string;
  /** The path and query as received. What is stored and shown is `url`. */
  readonly rawUrl: string;
  /** Secret query values redacted. */
  readonly url: string;
  readonly address: string;
  /** As received, secret ones redacted. */
  readonly headers: readonly HeaderPair[];
  /** The bytes as received, as far as they were read. */
  body: Uint8Array;
  /** How many were read or declared. */
  bodyBytes: number;
  /** The sender waits for `100 Continue` before it sends its body. */
  readonly awaitsContinue: boolean;
  /** By which method it passed, once it has; refused, the method that came nearest. */
  authMethod: string | null;
  /** At which stage that one failed. */
  authStage: string | null;
  /** Of the token that it came with. */
  claims: JsonObject | null;
  /** It is on disk as accepted: whatever fails now, it is no refusal. */
  stored: boolean;
  /** What it takes of the room for bodies now, in bytes of the heap. */
  room: number;
  /** What the value of its body takes of the heap, in bytes; 0 until it is weighed. */
  heap: number;
}

export const nothing = new Uint8Array(0);

/** Takes a request down. `rawUrl` begins with `/hooks/`. */
export function visitOf(given: {
  request: IncomingMessage;
  response: ServerResponse;
  deliveryId: string;
  receivedAt: number;
  address: string;
  /** What carries a credential of this trigger. */
  hidden: HiddenParts;
}): Visit {
  const { hidden, ...own } = given;
  const { request } = own;
  const rawUrl = request.url ?? "/";
  const declared = Number(request.headers["content-length"] ?? 0);
  return {
    ...own,
    method: request.method ?? "",
    rawUrl,
    url: redactedUrl(rawUrl, hidden.parameters),
    headers: redactedHeaders(request.rawHeaders, hidden.headers),
    body: nothing,
    bodyBytes: Number.isSafeInteger(declared) ? declared : 0,
    awaitsContinue: request.headers.expect?.toLowerCase() === "100-continue",
    authMethod: null,
    authStage: null,
    claims: null,
    stored: false,
    room: 0,
    heap: 0,
  };
}

/** Where a request comes from, when nothing is known of proxies. */
export function socketAddress({ socket }: IncomingMessage): string {
  const address = socket.remoteAddress ?? "";
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}
