import type { Extraction } from "@sluice/workflow/variables";
import { ConcurrencyFullError, fullDetail } from "../engine/concurrency-full.ts";
import { ConcurrencyKeyError } from "../engine/concurrency-key.ts";
import type { BegunExecution, CallerOutcome, Engine } from "../engine/engine.ts";
import type { Plan } from "../engine/plan.ts";
import { requestScope } from "../engine/request-scope.ts";
import { PublicError } from "../errors.ts";
import type { NewDelivery } from "../stores/deliveries/store.ts";
import type { ExecutionInput } from "../stores/executions/store.ts";
import { type DedupeClaim, type IntakeStore, StoreUnavailableError } from "../stores/intake/store.ts";
import { isInDoubt } from "../stores/store-unavailable.ts";
import { type Answer, callerAnswer, problemAnswer } from "./answer.ts";
import type { CompiledHook } from "./compile-hook.ts";
import { deliveryOf } from "./delivery-of.ts";
import { goesOnAnswer } from "./execution-status.ts";
import type { ParsedRequest } from "./parse.ts";
import { Undecided } from "./turned-away.ts";
import type { Visit } from "./visit.ts";

/** A delivery that is on disk. */
export interface Accepted {
  readonly executionId: string;
  /** As it was stored. */
  readonly delivery: NewDelivery;
  /** What the caller is answered, and when: at once, or when the execution has come to it. */
  readonly answer: Answer | Promise<Answer>;
}

/** Without `sync.timeoutSeconds`. */
export const defaultTimeoutSeconds = 30;
/** Notices of wrong optional types on one execution. */
const mostNotices = 20;

/** Called when the server goes and nobody can be waited for any more. */
export type Patience = Set<() => void>;

interface AcceptDependencies {
  readonly engine: Engine;
  readonly intake: IntakeStore;
  readonly patience: Patience;
}

export interface AcceptGiven {
  readonly visit: Visit;
  readonly hook: CompiledHook;
  readonly plan: Plan;
  readonly extraction: Extraction;
  /** A new id, and where a sender asks what has become of that execution. */
  readonly executionId: string;
  readonly statusUrl: string;
  /** What expressions see (`inputOf`). */
  readonly input: ExecutionInput;
  readonly claim: DedupeClaim | null;
  /** The delivery that is run again. */
  readonly replayOf?: string;
}

/** What the expressions of the trigger and of the execution see. */
export function inputOf(
  visit: Visit,
  {
    parsed,
    extraction,
    statusUrl,
  }: { parsed: ParsedRequest; extraction: Extraction; statusUrl?: string | undefined },
): ExecutionInput {
  // What a step sees must be the same when it is taken up after a crash: then only the stored, redacted URL is left.
  const query = visit.url === visit.rawUrl ? parsed.query : undefined;
  return { request: requestScope(visit, parsed.body, { query, statusUrl }), trigger: extraction.values };
}

/**
 * Stations 13 and 14: the execution begins in memory, and is stored with the delivery and what it has done so far in
 * one commit; only then is anything answered. Throws 503 when the store cannot take it, `Undecided` when nobody can say
 * which executions it would wait for: nothing has happened then.
 */
export async function accept(
  { engine, intake, patience }: AcceptDependencies,
  given: AcceptGiven,
): Promise<Accepted> {
  const { visit, hook, plan, extraction, executionId, statusUrl, input, claim } = given;
  const { deliveryId, receivedAt, heap } = visit;
  const handOver = hook.mode === "async";
  const begun = begin(engine, { executionId, plan, deliveryId, receivedAt, input, handOver, heap });
  for (const { from, path, expected, got } of extraction.drift.slice(0, mostNotices)) {
    begun.warn({ code: "contract-drift", message: `${from} ${path}: expected ${expected}, got ${got}` });
  }
  const base = {
    ...deliveryOf(visit, hook, { verdict: "accepted", executionId, variables: extraction.values }),
    keys: hook.searchKeys({ ...input }),
    replayOf: given.replayOf ?? null,
  };
  const ids = { deliveryId, executionId };

  if (hook.mode === "async") {
    const { answer: made, failure } = hook.accepted.make(input);
    if (failure !== undefined) {
      begun.warn({ code: "answer-failed", message: `the configured answer could not be made: ${failure}` });
    }
    const answer = callerAnswer(made);
    const delivery = { ...base, ...recordOf(callerAnswer(plan.redactor.answer(made))) };
    await store(begun, delivery, claim);
    return { executionId, delivery, answer };
  }
  if (begun.outcome) {
    const answer = outcomeAnswer(begun.outcome, ids);
    // The execution holds its own answer: it is not stored twice.
    const own = begun.outcome.kind === "answer";
    const delivery = { ...base, ...recordOf(answer), ...(own ? { answer: null } : {}) };
    await store(begun, delivery, claim);
    return { executionId, delivery, answer };
  }
  const withinMs = 1000 * (hook.trigger.sync?.timeoutSeconds ?? defaultTimeoutSeconds);
  await store(begun, base, claim);
  const lateAnswer =
    hook.trigger.sync?.onTimeout === "202"
      ? goesOnAnswer(ids, statusUrl)
      : problemAnswer(new PublicError("deadline-exceeded"), ids);
  return {
    executionId,
    delivery: base,
    answer: waiting(begun, { withinMs, ids, lateAnswer, intake, receivedAt, patience }),
  };
}

function begin(engine: Engine, given: Parameters<Engine["begin"]>[0]): BegunExecution {
  try {
    return engine.begin(given);
  } catch (thrown) {
    if (!(thrown instanceof ConcurrencyKeyError)) throw thrown;
    const rules = [{ path: [], result: "error" as const, error: thrown.message }];
    throw new Undecided({ code: "concurrency-failed", rules, variables: given.input.trigger });
  }
}

async function store(begun: BegunExecution, delivery: NewDelivery, claim: DedupeClaim | null): Promise<void> {
  try {
    await begun.accept(delivery, { claim });
  } catch (cause) {
    if (cause instanceof StoreUnavailableError) throw overloaded(cause);
    if (cause instanceof ConcurrencyFullError) {
      throw new PublicError("overloaded", { detail: fullDetail, headers: { "retry-after": "5" } });
    }
    throw cause;
  }
}

const doubtDetail =
  "Whether the request was stored cannot be told now: it may have been. Try again after the given time; a dedupe key keeps it from running twice.";

/** 503: never a 2xx for what is not stored. */
export function overloaded(cause?: unknown): PublicError {
  const detail = isInDoubt(cause) ? { detail: doubtDetail } : {};
  return new PublicError("overloaded", { headers: { "retry-after": "5" }, cause, ...detail });
}

/** The caller's answer when the execution comes to one, or `lateAnswer` at the deadline or when the server goes; the execution goes on. */
async function waiting(
  begun: BegunExecution,
  given: {
    withinMs: number;
    ids: { deliveryId: string; executionId: string };
    /** What is answered when nothing has come in time. */
    lateAnswer: Answer;
    intake: IntakeStore;
    receivedAt: number;
    patience: Patience;
  },
): Promise<Answer> {
  const { withinMs, ids, lateAnswer, intake, receivedAt, patience } = given;
  const late = new AbortController();
  const giveUp = (): void => late.abort();
  const timer = setTimeout(giveUp, withinMs);
  patience.add(giveUp);
  const outcome = await begun.answered(late.signal);
  late.abort();
  clearTimeout(timer);
  patience.delete(giveUp);
  const answer = outcome ? outcomeAnswer(outcome, ids) : lateAnswer;
  const { status } = answer;
  const record = outcome?.kind === "answer" ? null : { headers: answer.headers, body: answer.body };
  // The answer does not wait for it: what it rests on is on disk already.
  intake.answered({ deliveryId: ids.deliveryId, receivedAt, status, answer: record }).catch(() => {});
  return answer;
}

function outcomeAnswer(outcome: CallerOutcome, ids: { deliveryId: string; executionId: string }): Answer {
  switch (outcome.kind) {
    case "answer":
      return callerAnswer(outcome.answer);
    case "none":
      return { status: 204, headers: [], body: "" };
    case "failed":
    case "cancelled":
    case "timed-out":
      return problemAnswer(new PublicError(`execution-${outcome.kind}`), ids);
  }
}

function recordOf({ status, headers, body }: Answer) {
  return { status, answer: { headers, body } };
}
