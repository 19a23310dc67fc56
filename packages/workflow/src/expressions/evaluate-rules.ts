import type { Json } from "../node-contract/json.ts";
import type { Rule, RuleGroup, RuleItem, RuleRecord, Rules, RulesOutcome } from "../node-contract/rules.ts";
import { judges, unaryRuleOperators } from "./conditions.ts";
import { compileExpression, sharingTime } from "./expression.ts";
import { ExpressionError, located } from "./expression-error.ts";
import type { Scope } from "./scope.ts";
import { compileTree } from "./tree.ts";

/** Values in a record are for people: beyond this many characters of JSON they are cut. */
const maxRecordedValue = 1_000;

/**
 * Evaluates a rule group or a bare expression, and says of each rule what became of it, in the order of the
 * document. A rule that decides its group leaves the rest `not-evaluated`. A rule that is an `error` decides
 * everything: `met` is false, the rest is not evaluated, and the caller fails the step (`hasRuleError`).
 * Never throws.
 */
export function evaluateRules(rules: Rules, scope: Scope): RulesOutcome {
  if ("expression" in rules) return evaluateBare(rules.expression, scope);
  const evaluation = new Evaluation(scope);
  const met = evaluation.group(rules, [], false);
  return { met: met && !evaluation.failed, rules: evaluation.records };
}

/** Whether any rule is an error, so that the step must fail. */
export function hasRuleError(outcome: RulesOutcome): boolean {
  return outcome.rules.some(({ result }) => result === "error");
}

function evaluateBare(expression: string, scope: Scope): RulesOutcome {
  try {
    const value = compileExpression(expression).evaluate(scope);
    const met = Boolean(value);
    return { met, rules: [{ path: [], result: met ? "met" : "not-met", left: shown(value) }] };
  } catch (thrown) {
    return { met: false, rules: [{ path: [], result: "error", error: messageOf(thrown) }] };
  }
}

type Path = readonly (string | number)[];

class Evaluation {
  readonly records: RuleRecord[] = [];
  failed = false;
  private readonly scope: Scope;
  /** All rules share the time of one expression. */
  private readonly options = sharingTime();

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** `skip`: what came before has decided already; every rule is listed as not evaluated. */
  group(group: RuleGroup, path: Path, skip: boolean): boolean {
    const [name, items] = itemsOf(group);
    /** What an item must be to decide: `all` ends at the first false, `any` and `none` at the first true. */
    const deciding = name !== "all";
    let decided = false;
    items.forEach((item, index) => {
      const met = this.item(item, [...path, name, index], skip || decided || this.failed);
      if (!skip && !this.failed && !decided && met === deciding) decided = true;
    });
    if (name === "any") return decided;
    return !decided;
  }

  private item(item: RuleItem, path: Path, skip: boolean): boolean {
    if (!("operator" in item)) return this.group(item, path, skip);
    if (!skip) return this.rule(item, path);
    this.records.push({ path: [...path], operator: item.operator, result: "not-evaluated" });
    return false;
  }

  private rule(rule: Rule, path: Path): boolean {
    const record: RuleRecord = { path: [...path], operator: rule.operator, result: "error" };
    this.records.push(record);
    try {
      const left = compileTree(rule.left).evaluate(this.scope, this.options);
      record.left = shown(left);
      let right: Json = null;
      if (!unaryRuleOperators.has(rule.operator)) {
        right = compileTree(rule.right ?? null).evaluate(this.scope, this.options);
        record.right = shown(right);
      }
      const met = judges[rule.operator](left, right);
      record.result = met ? "met" : "not-met";
      return met;
    } catch (thrown) {
      this.failed = true;
      record.error = messageOf(thrown);
      return false;
    }
  }
}

function itemsOf(group: RuleGroup): readonly ["all" | "any" | "none", readonly RuleItem[]] {
  if ("all" in group) return ["all", group.all];
  if ("any" in group) return ["any", group.any];
  return ["none", group.none];
}

function messageOf(thrown: unknown): string {
  const error = located(thrown, { from: 0, to: 0, source: "" });
  return error instanceof ExpressionError && error.source !== ""
    ? `${error.message} (${error.source.slice(0, 200)}, at ${error.from})`
    : error.message;
}

function shown(value: Json): Json {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= maxRecordedValue ? value : `${text.slice(0, maxRecordedValue)}…`;
}
