import { defaultSchedule } from "@sluice/api/schemas";
import type { OutgoingResponse } from "@sluice/workflow/node-contract";
import { NodeError } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import type { Redactor } from "../engine/redact.ts";
import { newId } from "../ids.ts";
import { withHeader } from "../outgoing/request-headers.ts";
import type { Outgoing } from "../outgoing/send.ts";
import type { Vault } from "../secrets/vault.ts";
import type { MessageRecord, Settlement, SubscriptionRecord } from "../stores/subscriptions/store.ts";
import { headersOf } from "./formats.ts";
import { redactorOfParts } from "./redact-parts.ts";
import { type AttemptOutcome, judge, type Verdict } from "./retry-schedule.ts";
import { liveSecrets, openParts } from "./sealed-parts.ts";

export interface AttemptGiven {
  readonly fetch: Outgoing["fetch"];
  readonly vault: Pick<Vault, "sealCredential" | "openCredential">;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly log: { error(details: object, message: string): void };
}

const timeoutMs = 30_000;
/** How much of an answer is read and kept. */
const answerBytes = 4096;
/** A subscription whose every attempt has failed for so long is disabled. */
const unhealthyMs = 5 * 24 * 60 * 60 * 1000;

/**
 * Sends one message once, and says what it makes of it. Never throws: whatever goes wrong is what came of the attempt.
 * `once`: a test, which is not tried again and disables nobody.
 */
export async function attempt(
  given: AttemptGiven,
  {
    subscription,
    message,
    once,
  }: { subscription: SubscriptionRecord; message: MessageRecord; once: boolean },
): Promise<Settlement> {
  const { clock, random = Math.random } = given;
  const at = clock();
  const came = await exchange(given, { subscription, message, at });
  const now = clock();
  const number = message.attempts + 1;
  const schedule = once ? [] : (subscription.options.schedule ?? defaultSchedule);
  const verdict = judge(came, { number, schedule, random: random(), now });
  const waits = verdict.kind === "again" && verdict.seconds !== null;
  return {
    attempt: {
      ...{ id: newId("att", now), messageId: message.id, subscriptionId: subscription.id },
      ...{ eventType: message.eventType, number, at, durationMs: Math.max(0, Math.round(now - at)) },
      ...{ status: came.status, answer: came.answer },
      error: verdict.kind === "delivered" ? null : came.error.code,
      message: verdict.kind === "delivered" ? null : came.error.message,
    },
    claim: message.claimedUntil,
    became: verdict.kind === "delivered" ? "delivered" : waits ? "pending" : "failed",
    nextAt: verdict.kind === "again" && verdict.seconds !== null ? now + verdict.seconds * 1000 : now,
    health: verdict.kind === "delivered" ? "working" : once || came.ours ? "untold" : "failing",
    disable: once || came.ours ? null : toDisable(subscription, verdict, now),
  };
}

interface Came extends AttemptOutcome {
  readonly answer: string;
  /** It failed by something that the receiver has no part in. */
  readonly ours: boolean;
  /** What is said of it when it is no success. */
  readonly error: { readonly code: string; readonly message: string };
}

async function exchange(
  { fetch, vault, log }: AttemptGiven,
  { subscription, message, at }: { subscription: SubscriptionRecord; message: MessageRecord; at: number },
): Promise<Came> {
  let clean = (text: string) => text;
  try {
    const parts = openParts(vault, subscription);
    const redactor = redactorOfParts(parts);
    clean = (text) => redactor.text(text);
    const { id: messageId, subscriptionId, eventType, body } = message;
    const secrets = liveSecrets(parts, at);
    const signed = { subscriptionId, messageId, eventType, body, at, secrets };
    const response = await fetch({
      ...{ method: "POST", url: subscription.url, body, timeoutMs, maxBytes: answerBytes, redirects: 0 },
      // Where both set a header, it is the message's own.
      headers: headersOf(message.format, signed).reduce(withHeader, parts.headers),
      cut: true,
    });
    return answered(response, redactor);
  } catch (error) {
    const known = error instanceof NodeError ? error : null;
    const ours = known === null || known.code === "invalid-header";
    if (ours) {
      const { id, subscriptionId } = message;
      log.error({ messageId: id, subscriptionId, err: error }, "a webhook message could not be sent");
    }
    const { code, message: text } = known ?? {
      ...{ code: "internal-error", message: "the message could not be sent; the server's log says why" },
    };
    return { status: null, answer: "", ours, error: { code, message: clean(text) } };
  }
}

function answered({ status, headers, body }: OutgoingResponse, redactor: Redactor): Came {
  const retryAfter = headers.find(({ name }) => name.toLowerCase() === "retry-after")?.value;
  const message =
    status >= 300 && status < 400
      ? `it answered ${status}: redirects are not followed`
      : `it answered ${status}`;
  // A character that was cut in two stands at the end, and PostgreSQL stores no zero byte in a text.
  const isCut = body.length >= answerBytes;
  const text = new TextDecoder().decode(body, { stream: isCut }).replaceAll("\0", "\ufffd");
  return {
    ...{ status, retryAfter, ours: false, error: { code: "http-error", message } },
    answer: isCut ? redactor.cutText(text) : redactor.text(text),
  };
}

/** A message disables when it is over: while it is tried again there is hope. */
function toDisable({ options }: SubscriptionRecord, verdict: Verdict, now: number): Settlement["disable"] {
  if (verdict.kind === "delivered") return null;
  if (verdict.kind === "failed" && verdict.gone) return { reason: "gone", failingBefore: null };
  const isOver = verdict.kind === "failed" || verdict.seconds === null;
  if (!isOver) return null;
  return options.disableRule === "strict"
    ? { reason: "exhausted", failingBefore: null }
    : { reason: "failing", failingBefore: now - unhealthyMs };
}
