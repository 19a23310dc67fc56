import { NodeError } from "./node-error.ts";
import type { Rules, RulesOutcome } from "./rules.ts";
import type { RunContext, SeenItem } from "./run-context.ts";

/**
 * Asks a rule group in the step's scope. Throws a `NodeError` `rule-error` when a rule is an error, with the records
 * of all rules, so that the step can still show which was met and which was not.
 */
export function decide(asked: {
  context: Pick<RunContext, "evaluateRules">;
  rules: Rules;
  case?: string;
  /** What the rules see as `item` and `index`. */
  seen?: SeenItem;
}): RulesOutcome {
  const outcome = asked.context.evaluateRules(asked.rules, asked.seen);
  const { case: name } = asked;
  const rules = name === undefined ? outcome.rules : outcome.rules.map((rule) => ({ ...rule, case: name }));
  const failed = rules.find((rule) => rule.result === "error");
  if (failed) {
    const place = failed.path.length > 0 ? `rule ${failed.path.join(".")}` : "the expression";
    throw new NodeError({
      code: "rule-error",
      message: `${name === undefined ? "" : `case ${name}: `}${place}: ${failed.error ?? "it cannot be answered"}`,
      rules,
    });
  }
  return { met: outcome.met, rules };
}

/** A condition without any rule would let everything through (`all`) or nothing (`any`) without a word. */
export function hasRule(rules: Rules): boolean {
  if ("expression" in rules) return rules.expression.trim() !== "";
  const items = "all" in rules ? rules.all : "any" in rules ? rules.any : rules.none;
  return items.length > 0;
}
