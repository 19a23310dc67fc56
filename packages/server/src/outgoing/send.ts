import { setTimeout as after } from "node:timers/promises";
import { NodeError, type OutgoingRequest, type OutgoingResponse } from "@sluice/workflow/node-contract";
import { Agent, type Dispatcher } from "undici";
import type { Clock } from "../clock.ts";
import type { PacesStore } from "../stores/paces/store.ts";
import { type Guarded, guardedConnector } from "./connect.ts";
import { longestMs } from "./deadline.ts";
import { calledOff, failureOf, timedOut } from "./failure.ts";
import { Pace } from "./pace.ts";
import { placeCredential } from "./place-credential.ts";
import { acceptedEncodings, readBody } from "./read-body.ts";
import { followed, type Hop, isRedirect } from "./redirect.ts";
import { checkHeaders, hasHeader } from "./request-headers.ts";
import { readTarget } from "./target.ts";

/** The one way out: whatever leaves Sluice over HTTP goes through here. */
export interface Outgoing {
  /**
   * One exchange, redirects included. A status is no failure here: whoever asked judges it.
   * Rejects with a `NodeError`: `host-paced` (kind `429`), `address-refused`, `credential-host-refused`, `invalid-url`, `invalid-header`,
   * `network-failed` (kind `network`), `request-timed-out` (kind `timeout`), `request-cancelled`,
   * `certificate-refused`, `response-too-large`, `response-unreadable`, `too-many-redirects`.
   */
  fetch(request: OutgoingRequest): Promise<OutgoingResponse>;
  /** Ends all connections: what is under way fails with `network-failed`. */
  close(): Promise<void>;
}

/** Connections to one origin; more requests than that wait for one to come free. */
const connectionsPerOrigin = 64;
/** How much of a redirect's own body is read so that its connection can be used again. */
const redirectBodyBytes = 16 * 1024;

export function createSender(
  guarded: Guarded & { readonly clock: Clock; readonly paces: PacesStore | null },
): Outgoing {
  const agent = new Agent({
    connect: guardedConnector(guarded),
    connections: connectionsPerOrigin,
    allowH2: false,
    // The exchange as a whole has its time limit; undici's own would only be a second one.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const pace = new Pace({ shared: guarded.paces });
  return {
    async fetch(request) {
      await itsTurn(pace, request);
      return exchange({ agent, clock: guarded.clock }, request);
    },
    close: () => agent.destroy(),
  };
}

/** Waits for the turn of a request whose host has a pace. The time it waits is not part of the exchange. */
async function itsTurn(pace: Pace, request: OutgoingRequest): Promise<void> {
  const { perSecond, timeoutMs, signal } = request;
  if (perSecond === undefined) return;
  const { host } = readTarget(request.url);
  const wait = await pace.take({ host, perSecond, mostMs: timeoutMs });
  if (wait === 0) return;
  await after(wait, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    throw calledOff(error);
  });
}

interface Sending {
  readonly agent: Agent;
  readonly clock: Clock;
}

async function exchange(sending: Sending, request: OutgoingRequest): Promise<OutgoingResponse> {
  const { method, headers, body, credential, timeoutMs } = request;
  if (!/^[A-Z]{1,20}$/.test(method) || method === "CONNECT" || method === "TRACE") {
    throw new NodeError({
      code: "invalid-method",
      message: `the method ${JSON.stringify(method)} is not sent`,
    });
  }
  const url = readTarget(request.url);
  checkHeaders(headers);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(timeoutMs), Math.min(timeoutMs, longestMs));
  const { silenceMs } = request;
  const silence =
    silenceMs === undefined
      ? undefined
      : setTimeout(() => deadline.abort(silenceMs), Math.min(silenceMs, longestMs));
  const heard = silence && (() => void silence.refresh());
  const signal = request.signal ? AbortSignal.any([deadline.signal, request.signal]) : deadline.signal;
  let hop: Hop = {
    ...{ method, url, headers },
    ...(body === undefined ? {} : { body }),
    ...(credential === undefined ? {} : { credential }),
  };
  let renewed = false;
  try {
    for (let left = request.redirects; ; left -= 1) {
      const first = await send(sending, hop, signal);
      const other: Hop | undefined = renewed ? undefined : await withRenewed(hop, first);
      if (other) {
        await first.body.dump({ limit: redirectBodyBytes, signal });
        renewed = true;
        hop = other;
      }
      const response = other ? await send(sending, other, signal) : first;
      heard?.();
      if (request.redirects === 0 || !isRedirect(response)) {
        const answer = await taken(hop, response, { ...request, heard });
        // With `cut`, a body that was called off ends like any that breaks off.
        request.signal?.throwIfAborted();
        return answer;
      }
      await response.body.dump({ limit: redirectBodyBytes, signal });
      if (left <= 0) throw tooManyRedirects(request.redirects);
      hop = followed(hop, response);
    }
  } catch (error) {
    const { host } = hop.url;
    if (request.signal?.aborted) throw calledOff(error);
    if (deadline.signal.aborted && !(error instanceof NodeError))
      throw timedOut({ host, timeoutMs: Number(deadline.signal.reason), cause: error });
    throw failureOf(error, host);
  } finally {
    clearTimeout(timer);
    clearTimeout(silence);
  }
}

/** The request once more with another token, where one that renews itself was not taken; undefined: it stays at that. */
async function withRenewed(hop: Hop, { statusCode }: Dispatcher.ResponseData): Promise<Hop | undefined> {
  const { credential } = hop;
  if (statusCode !== 401 || credential?.type !== "oauth2") return undefined;
  const token = await credential.renew(credential.token);
  return token === undefined ? undefined : { ...hop, credential: { ...credential, token } };
}

async function send(
  { agent, clock }: Sending,
  hop: Hop,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { url, headers } = hop.credential
    ? await placeCredential(hop, hop.credential, new Date(clock()))
    : hop;
  const lines = headers.flatMap(({ name, value }) => [name, value]);
  if (!hasHeader(headers, "user-agent")) lines.push("user-agent", "Sluice");
  return agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: hop.method as Dispatcher.HttpMethod,
    headers: [...lines, "accept-encoding", acceptedEncodings],
    body: hop.body ?? null,
    signal,
  });
}

async function taken(
  { url }: Hop,
  { statusCode, headers, body }: Dispatcher.ResponseData,
  {
    maxBytes,
    cut = false,
    heard,
  }: Pick<OutgoingRequest, "maxBytes" | "cut"> & { heard: (() => void) | undefined },
): Promise<OutgoingResponse> {
  const encoding = [headers["content-encoding"] ?? ""].flat().join(",");
  return {
    status: statusCode,
    headers: Object.entries(headers).flatMap(([name, values]) =>
      [values ?? []].flat().map((value) => ({ name, value })),
    ),
    body: await readBody(body, { encoding, maxBytes, cut, heard }),
    url: url.href,
  };
}

function tooManyRedirects(redirects: number): NodeError {
  return new NodeError({
    code: "too-many-redirects",
    message: `more than ${redirects} redirects, one after the other`,
  });
}
