import type { RuleRecord } from "@sluice/workflow/node-contract";
import type { StepError } from "../stores/executions/store.ts";
import type { Redactor } from "./redact.ts";

/** Rules as they are written down. */
export function redactedRules(rules: readonly RuleRecord[], redactor: Redactor): readonly RuleRecord[] {
  return redactor.empty ? rules : rules.map((rule) => redactedRule(rule, redactor));
}

export function redactedError(error: StepError, redactor: Redactor): StepError {
  return redactor.empty ? error : { ...error, message: redactor.text(error.message) };
}

function redactedRule(rule: RuleRecord, redactor: Redactor): RuleRecord {
  const { left, right, error } = rule;
  return {
    ...rule,
    ...(left !== undefined && { left: redactor.value(left) }),
    ...(right !== undefined && { right: redactor.value(right) }),
    ...(error !== undefined && { error: redactor.text(error) }),
  };
}
