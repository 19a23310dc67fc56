import { ClaimedBeforeError } from "../engine/not-stored.ts";
import type { NewDelivery } from "../stores/deliveries/store.ts";
import type { ExecutionInput } from "../stores/executions/store.ts";
import { type DedupeClaim, type IntakeStore, StoreUnavailableError } from "../stores/intake/store.ts";
import { overloaded } from "./accept.ts";
import { type Answer, callerAnswer } from "./answer.ts";
import { pausedProblem } from "./availability.ts";
import type { CompiledHook } from "./compile-hook.ts";
import { deliveryOf } from "./delivery-of.ts";
import type { Visit } from "./visit.ts";

/**
 * Station 12 of a paused workflow that holds: stored, and answered as if it were accepted. It runs when a person says so.
 * Undefined: the workflow was resumed meanwhile, also by another process, and the request is to be taken by what runs now.
 * Throws 503 when as many wait as may, or it cannot be stored.
 */
export async function hold(
  { intake, most }: { intake: IntakeStore; most: () => Promise<number> },
  given: { visit: Visit; hook: CompiledHook; input: ExecutionInput; claim: DedupeClaim | null },
): Promise<{ delivery: NewDelivery; answer: Answer } | undefined> {
  const { visit, hook, input, claim } = given;
  const { answer: made } = hook.accepted.make({ ...input });
  const answer = callerAnswer(made);
  const shown = hook.plan ? callerAnswer(hook.plan.redactor.answer(made)) : answer;
  const { status, headers, body } = shown;
  const delivery: NewDelivery = {
    ...deliveryOf(visit, hook, { verdict: "held", variables: input.trigger }),
    ...{ status, answer: { headers, body }, keys: hook.searchKeys({ ...input }) },
  };
  try {
    const became = await intake.hold({ delivery, claim, most: await most() });
    if (became === "not-paused") return undefined;
    if (became === "full") throw pausedProblem("As many requests wait for this workflow as may.");
    if (became !== "held") throw new ClaimedBeforeError(became.duplicateOf);
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw overloaded(error);
    throw error;
  }
  return { delivery, answer };
}
