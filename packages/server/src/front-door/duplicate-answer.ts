import { setTimeout as delay } from "node:timers/promises";
import type { CallerAnswer } from "@sluice/workflow/node-contract";
import { PublicError } from "../errors.ts";
import type { DeliveriesStore, FirstAnswer } from "../stores/deliveries/store.ts";
import { defaultTimeoutSeconds, type Patience } from "./accept.ts";
import { type Answer, callerAnswer, problemAnswer } from "./answer.ts";
import type { CompiledHook } from "./compile-hook.ts";

const replayed = { name: "idempotency-replayed", value: "true" };
const plainOk: Answer = {
  status: 200,
  headers: [{ name: "content-type", value: "text/plain; charset=utf-8" }, replayed],
  body: "ok",
};
/** How often the first one's answer is looked for, in milliseconds: its execution may run in another process. */
const firstPauseMs = 20;
const longestPauseMs = 500;
const retrySeconds = "5";

/** Duplicates of unfinished requests that may wait at once, in this process; the next is told 409 at once. */
const mostWaiting = 200;
let waiting = 0;

/**
 * How a duplicate is answered: with 200, or with what the first was answered. While a synchronous first one has no answer
 * this waits for it, up to the trigger's deadline, for as long as the sender does; then 409.
 */
export async function duplicateAnswer(
  { deliveries, patience }: { deliveries: Pick<DeliveriesStore, "firstAnswer">; patience: Patience },
  given: { hook: CompiledHook; first: string; deliveryId: string; isGone: () => boolean },
): Promise<Answer> {
  const { hook, first, deliveryId } = given;
  if (hook.trigger.dedupe?.answer === "ok") return plainOk;
  const found = await look(deliveries, { hook, first });
  if (found) return found;
  if (waiting >= mostWaiting) return inProgress(deliveryId);
  waiting += 1;
  try {
    return (await waitFor({ deliveries, patience }, given)) ?? inProgress(deliveryId);
  } finally {
    waiting -= 1;
  }
}

/** Undefined: none came in time, or nobody waits for it any more. */
async function waitFor(
  { deliveries, patience }: { deliveries: Pick<DeliveriesStore, "firstAnswer">; patience: Patience },
  { hook, first, isGone }: { hook: CompiledHook; first: string; isGone: () => boolean },
): Promise<Answer | undefined> {
  const withinMs = 1000 * (hook.trigger.sync?.timeoutSeconds ?? defaultTimeoutSeconds);
  const until = performance.now() + withinMs;
  let gaveUp = false;
  const giveUp = (): void => {
    gaveUp = true;
  };
  patience.add(giveUp);
  try {
    for (let pause = firstPauseMs; ; pause = Math.min(1.5 * pause, longestPauseMs)) {
      if (gaveUp || isGone() || performance.now() + pause > until) return undefined;
      await delay(pause);
      const answer = await look(deliveries, { hook, first });
      if (answer) return answer;
    }
  } finally {
    patience.delete(giveUp);
  }
}

async function look(
  deliveries: Pick<DeliveriesStore, "firstAnswer">,
  { hook, first }: { hook: CompiledHook; first: string },
): Promise<Answer | undefined> {
  const found = await deliveries.firstAnswer(first);
  // It is older than what is kept: that it came is all that is known.
  if (!found) return plainOk;
  const answer = answerOf(found, hook);
  return answer && { ...answer, headers: [...answer.headers, replayed] };
}

function inProgress(deliveryId: string): Answer {
  const headers = { "retry-after": retrySeconds };
  return problemAnswer(new PublicError("duplicate-in-progress", { headers }), { deliveryId });
}

/** Undefined: there is none yet. */
function answerOf({ status, answer, executionId, execution }: FirstAnswer, hook: CompiledHook) {
  // A synchronous one that was answered too late (504) has the answer that its workflow came to since.
  if (hook.mode === "sync" && execution) {
    if (execution.answer) return callerAnswer(execution.answer as CallerAnswer);
    if (!execution.ended) return undefined;
    const ids = executionId === null ? {} : { executionId };
    if (!execution.succeeded) return problemAnswer(new PublicError("execution-failed"), ids);
    return { status: 204, headers: [], body: "" };
  }
  if (status === null) return undefined;
  if (answer) return { status, ...answer };
  return execution?.answer ? callerAnswer(execution.answer) : { status, headers: [], body: "" };
}
