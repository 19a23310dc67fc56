import type { Plan } from "../engine/plan.ts";
import { PublicError } from "../errors.ts";
import type { CompiledHook } from "./compile-hook.ts";

/** Nobody knows when it will be resumed: soon enough to notice, not so soon as to hammer. */
const pausedRetrySeconds = "60";

/**
 * Before all others: a workflow that something else starts keeps its URL, for the day its trigger is a webhook again, and
 * says so instead of asking for credentials that nobody could give.
 */
export function insistOnWebhook({ isWebhook }: CompiledHook): void {
  if (!isWebhook) throw new PublicError("trigger-not-webhook");
}

/** Station 12: published and not paused. Answers what runs. */
export function insistOnRunnable({ plan, paused, trigger }: CompiledHook): Plan {
  if (!plan) throw new PublicError("workflow-not-published");
  if (!paused) return plan;
  if (trigger.whenPaused === "404") throw new PublicError("workflow-not-published");
  throw pausedProblem();
}

/** 503. `detail`: what else is to be said. */
export function pausedProblem(detail?: string): PublicError {
  const headers = { "retry-after": pausedRetrySeconds };
  return new PublicError("workflow-paused", detail === undefined ? { headers } : { headers, detail });
}
