import type { WebhookTriggerConfig } from "@sluice/workflow/document";
import { evaluateRules, hasRuleError } from "@sluice/workflow/expressions";
import { type JsonObject, type Rules, type RulesOutcome, rulesSchema } from "@sluice/workflow/node-contract";
import type { Plan } from "../engine/plan.ts";
import type { ExecutionInput } from "../stores/executions/store.ts";
import { compileAcceptedAnswer } from "./accepted-answer.ts";
import { callerAnswer } from "./answer.ts";
import { Filtered, Undecided } from "./turned-away.ts";

/** Station 10. Throws `Filtered` where the request is not wanted, `Undecided` where nobody can say. */
export type Filter = (input: ExecutionInput) => void;

/** Null: every request is wanted. */
export function compileFilter(
  { filter }: WebhookTriggerConfig,
  { redactor }: Pick<Plan, "redactor">,
): Filter | null {
  if (!filter) return null;
  const parsed = rulesSchema.safeParse(filter.when);
  const judge = parsed.success ? judgeOf(parsed.data) : unreadable;
  const configured = compileAcceptedAnswer(filter.answer);
  return (input) => {
    const { trigger: variables } = input;
    const outcome = judge(input);
    const rules = redactor.value(outcome.rules) as RulesOutcome["rules"];
    if (hasRuleError(outcome)) throw new Undecided({ code: "filter-failed", rules, variables });
    if (outcome.met) return;
    const { answer } = configured.make({ ...input });
    throw new Filtered({
      ...{ rules, variables },
      answer: callerAnswer(answer),
      shownAnswer: callerAnswer(redactor.answer(answer)),
    });
  };
}

function judgeOf(rules: Rules): (input: ExecutionInput) => RulesOutcome {
  return ({ request, trigger }) => evaluateRules(rules, { request, trigger });
}

/** Only what was published before filters were checked can be so. */
function unreadable(_: { readonly trigger: JsonObject }): RulesOutcome {
  const error = "the filter is neither a group of rules nor an expression";
  return { met: false, rules: [{ path: [], result: "error", error }] };
}
