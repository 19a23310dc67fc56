import { ClaimedBeforeError } from "../engine/not-stored.ts";
import { PublicError } from "../errors.ts";
import type { DeliveriesStore, NewDelivery } from "../stores/deliveries/store.ts";
import type { Patience } from "./accept.ts";
import { type Answer, problemAnswer } from "./answer.ts";
import type { CompiledHook } from "./compile-hook.ts";
import { type Became, deliveryOf } from "./delivery-of.ts";
import { duplicateAnswer } from "./duplicate-answer.ts";
import { Filtered, Undecided } from "./turned-away.ts";
import { nothing, type Visit } from "./visit.ts";

/** How a request is answered that starts nothing and was not refused for its form, and its row. */
export interface TurnedAway {
  readonly answer: Answer;
  readonly delivery: NewDelivery;
}

/** Undefined: it was refused, for what was thrown. Rejects when the first of a duplicate cannot be looked up. */
export async function turnAway(
  thrown: unknown,
  given: {
    visit: Visit;
    hook: CompiledHook;
    deliveries: Pick<DeliveriesStore, "firstAnswer">;
    patience: Patience;
  },
): Promise<TurnedAway | undefined> {
  const { visit, hook, deliveries, patience } = given;
  const { deliveryId } = visit;
  if (thrown instanceof Filtered) {
    const { rules, variables, answer, shownAnswer } = thrown;
    const became: Became = { verdict: "filtered", rules, variables };
    return { answer, delivery: rowOf(visit, hook, { became, answer: shownAnswer }) };
  }
  if (thrown instanceof ClaimedBeforeError) {
    const { duplicateOf } = thrown;
    const isGone = () => visit.response.destroyed;
    const answer = await duplicateAnswer(
      { deliveries, patience },
      { hook, first: duplicateOf, deliveryId, isGone },
    );
    return {
      answer,
      delivery: rowOf(visit, hook, { became: { verdict: "duplicate", duplicateOf }, answer }),
    };
  }
  if (thrown instanceof Undecided) {
    const { code, rules, variables } = thrown;
    const answer = problemAnswer(new PublicError(code), { deliveryId });
    const became: Became = { verdict: "refused", reason: code, rules, variables };
    return { answer, delivery: rowOf(visit, hook, { became, answer }) };
  }
  return undefined;
}

function rowOf(
  visit: Visit,
  hook: CompiledHook,
  { became, answer }: { became: Became; answer: Answer },
): NewDelivery {
  const { status, headers, body } = answer;
  const row = deliveryOf(visit, hook, became);
  // Nothing will ever need the body of what starts nothing.
  const drops = hook.trigger.keep === "variables" && became.verdict !== "refused";
  const gone = drops ? { body: nothing, bodyRemovedAt: Math.floor(visit.receivedAt) } : {};
  return { ...row, ...gone, status, answer: { headers, body } };
}
