import {
  credentialOfType,
  type HttpCredential,
  type JsonObject,
  NodeError,
  type OutgoingResponse,
  type PlainCredential,
  responseHeaders,
  statusFailure,
} from "@sluice/workflow/node-contract";
import { decodeUtf8, parseJsonBytes } from "@sluice/workflow/variables";
import { anthropic } from "./anthropic.ts";
import type { AiProvider } from "./definition.ts";
import type { AiConfig, Answer, AskContext, Protocol, Question } from "./exchange.ts";
import { google } from "./google.ts";
import { openai } from "./openai.ts";
import { eventsIn } from "./stream.ts";

const protocols: Readonly<Record<AiProvider, Protocol>> = { openai, anthropic, google };
/** Of an answer that comes in pieces a token takes some 300 bytes, what stands around it included. */
const maxBytes = 64 * 1024 * 1024;
/** Longest that an answer may come, as long as it comes. */
const longestMs = 600_000;

/**
 * One question and its answer. It is asked for piece by piece, so that nothing on the way takes a model that thinks and writes
 * for minutes for a dead one; a server that cannot do that is asked for all of it at once.
 * Throws `http-status`, `ai-answer-unreadable`, and `network-failed` where the answer breaks off.
 */
export async function ask(question: Question, config: AiConfig, context: AskContext): Promise<Answer> {
  const protocol = protocols[config.provider];
  const send = (streamed: boolean) => exchange({ question, config, context, protocol, streamed });
  let response = await send(true);
  if (cannotStream(response)) response = await send(false);
  return read(response, { protocol, now: context.now });
}

async function exchange(given: {
  readonly question: Question;
  readonly config: AiConfig;
  readonly context: AskContext;
  readonly protocol: Protocol;
  readonly streamed: boolean;
}): Promise<OutgoingResponse> {
  const { question, config, context, protocol, streamed } = given;
  const baseUrl = (config.baseUrl.trim() || protocol.baseUrl).replace(/\/+$/, "");
  const credential = config.credential && (await context.credential(config.credential.credential));
  const limitMs = config.timeoutSeconds * 1000;
  return context.fetch({
    ...{ method: "POST", url: `${baseUrl}${protocol.path(question, streamed)}` },
    headers: [{ name: "content-type", value: "application/json" }, ...protocol.headers],
    body: JSON.stringify(protocol.body(question, { baseUrl, streamed })),
    ...(credential ? { credential: placed(credential, protocol) } : {}),
    ...(streamed ? { timeoutMs: longestMs, silenceMs: limitMs } : { timeoutMs: limitMs }),
    ...{ maxBytes, redirects: 0 },
  });
}

/** It was refused for the streaming alone: a server that has none, or an account that must not use it. */
function cannotStream({ status, body }: OutgoingResponse): boolean {
  return (status === 400 || status === 422) && /\bstream/.test(textOf(body));
}

function read(response: OutgoingResponse, given: { protocol: Protocol; now: string }): Answer {
  const { protocol, now } = given;
  const isStream = (responseHeaders(response)["content-type"] ?? "").startsWith("text/event-stream");
  if (response.status >= 300 || !isStream) {
    const body = objectOf(response);
    if (response.status >= 300) {
      const { said, retryAfterMs } = body ? protocol.failure(body) : {};
      throw statusFailure({ response, now, ...(said === undefined ? {} : { said }), retryAfterMs });
    }
    return (body && protocol.read(body)) ?? unreadable(response);
  }
  const events = eventsIn(textOf(response.body));
  for (const event of events) {
    const { said, status = 500, retryAfterMs } = protocol.failure(event);
    if (said !== undefined)
      throw statusFailure({ response: { ...response, status }, now, said, retryAfterMs });
  }
  if (events.length === 0) return unreadable(response);
  const whole = protocol.whole(events);
  if (whole !== undefined) return protocol.read(whole) ?? unreadable(response);
  throw new NodeError({
    ...{ code: "network-failed", kind: "network" },
    message: `the answer of ${new URL(response.url).host} broke off before its end`,
  });
}

function unreadable({ url }: OutgoingResponse): never {
  throw new NodeError({
    code: "ai-answer-unreadable",
    message: `what came from ${new URL(url).host} is no answer of the chosen protocol; check the base URL`,
  });
}

/** A key as this provider takes it: somebody who has only the key need not know the header's name. */
function placed(credential: PlainCredential, { keyHeader }: Protocol): HttpCredential {
  const plain = credentialOfType(credential, ["bearer", "header", "oauth2"]);
  if (plain.type !== "bearer") return plain;
  const { hosts, token } = plain;
  return { type: "header", hosts, name: keyHeader.name, value: `${keyHeader.prefix}${token}` };
}

function textOf(body: Uint8Array): string {
  const text = decodeUtf8(body);
  return typeof text === "string" ? text : "";
}

function objectOf({ body }: OutgoingResponse): JsonObject | undefined {
  const parsed = parseJsonBytes(body);
  if (!parsed.ok || typeof parsed.value !== "object" || Array.isArray(parsed.value)) return undefined;
  return parsed.value ?? undefined;
}
