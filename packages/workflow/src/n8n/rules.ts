import type { Json, JsonObject } from "../node-contract/json.ts";
import type { RuleGroup, RuleItem, RuleOperator } from "../node-contract/rules.ts";
import { type LooseGiven, loose } from "./loose-types.ts";
import { at, listAt } from "./parameters.ts";
import type { Values } from "./values.ts";

export interface RulesGiven {
  readonly values: Values;
  /** Told of each comparison that there is no operator for. */
  readonly notCarried: (operation: string) => void;
  /** Told of each type that n8n converts to where required, and nothing here does. */
  readonly looseNotCarried: (type: string) => void;
}

/** An operator, or one whose opposite it is. */
type Meaning = { readonly operator: RuleOperator; readonly not?: true };

const is = (operator: RuleOperator): Meaning => ({ operator });
const isNot = (operator: RuleOperator): Meaning => ({ operator, not: true });

/** Of all versions: newer ones say `gt`, older ones `larger`. */
const meanings: Readonly<Record<string, Meaning>> = {
  ...{ equals: is("equals"), equal: is("equals"), notEquals: is("notEquals"), notEqual: is("notEquals") },
  ...{ gt: is("greater"), larger: is("greater"), gte: is("atLeast"), largerEqual: is("atLeast") },
  ...{ lt: is("less"), smaller: is("less"), lte: is("atMost"), smallerEqual: is("atMost") },
  ...{ contains: is("contains"), notContains: is("notContains") },
  ...{ startsWith: is("startsWith"), notStartsWith: isNot("startsWith") },
  ...{ endsWith: is("endsWith"), notEndsWith: isNot("endsWith") },
  ...{ regex: is("matches"), notRegex: isNot("matches") },
  ...{ exists: is("exists"), notExists: isNot("exists") },
  ...{
    empty: is("isEmpty"),
    isEmpty: is("isEmpty"),
    notEmpty: is("isNotEmpty"),
    isNotEmpty: is("isNotEmpty"),
  },
  // What is missing is false in n8n, and neither here.
  ...{ true: is("isTrue"), false: isNot("isTrue") },
  ...{
    after: is("after"),
    before: is("before"),
    afterOrEquals: isNot("before"),
    beforeOrEquals: isNot("after"),
  },
};
const lengths: Readonly<Record<string, RuleOperator>> = {
  ...{ lengthEquals: "equals", lengthNotEquals: "notEquals", lengthGt: "greater", lengthLt: "less" },
  ...{ lengthGte: "atLeast", lengthLte: "atMost" },
};
const lonely: ReadonlySet<RuleOperator> = new Set(["exists", "isEmpty", "isNotEmpty", "isTrue"]);

/** What an older version compares with when nothing is chosen. */
const defaults: Readonly<Record<string, string>> = {
  ...{ string: "equal", number: "smaller", boolean: "equal", dateTime: "after" },
};

interface Comparison {
  readonly left: Json | undefined;
  readonly operation: string;
  readonly right: Json | undefined;
  readonly ignoreCase: boolean;
  /** The type that both sides are converted to; left out: none is. */
  readonly loose?: Pick<LooseGiven, "type" | "version"> | undefined;
}

/** One comparison as a rule; one that is not known becomes a rule that has to be completed. */
function ruleOf({ operation, ignoreCase, ...sides }: Comparison, given: RulesGiven): RuleItem {
  const { values, notCarried } = given;
  const { left, right } = converted(sides, operation, given);
  const length = lengths[operation];
  if (length) {
    return { left: `{{ (${values.expression(left)}).length }}`, operator: length, right: values.tree(right) };
  }
  const meaning = meanings[operation];
  if (!meaning) {
    notCarried(operation);
    return { left: values.tree(left), operator: "matches", right: "" };
  }
  const { operator, not } = meaning;
  if (lonely.has(operator)) return negated({ left: values.tree(left), operator }, not);
  if (operator === "matches") return negated({ left: values.tree(left), ...patternOf(right, values) }, not);
  if (!ignoreCase) return negated({ left: values.tree(left), operator, right: values.tree(right) }, not);
  const lower = (raw: Json | undefined) =>
    typeof raw === "string" && raw.startsWith("=")
      ? `{{ String(${values.expression(raw)} ?? "").toLowerCase() }}`
      : values.tree(typeof raw === "string" ? raw.toLowerCase() : raw);
  return negated({ left: lower(left), operator, right: lower(right) }, not);
}

/** Both sides as n8n compares them. Of a list, the other side is an element, a length or nothing. */
function converted(
  { left, right, loose: to }: Pick<Comparison, "left" | "right" | "loose">,
  operation: string,
  { values, looseNotCarried }: RulesGiven,
): { left: Json | undefined; right: Json | undefined } {
  if (!to || operation === "exists" || operation === "notExists") return { left, right };
  const as = (raw: Json | undefined) =>
    loose(raw, {
      ...to,
      carries: (source) => values.carries(source),
      notCarried: () => looseNotCarried(to.type),
    });
  return { left: as(left), right: to.type === "array" ? right : as(right) };
}

/** n8n takes a pattern as it is, or between slashes with its flags. */
function patternOf(right: Json | undefined, values: Values): { operator: RuleOperator; right: Json } {
  const [, pattern, flags = ""] =
    /^\/([\s\S]*)\/([a-z]*)$/.exec(typeof right === "string" ? right : "") ?? [];
  if (pattern === undefined) return { operator: "matches", right: values.tree(right) };
  const own = flags.replace(/[^ims]/g, "");
  return { operator: "matches", right: values.tree(own === "" ? pattern : `(?${own})${pattern}`) };
}

function negated(rule: RuleItem, not: true | undefined): RuleItem {
  return not ? { none: [rule] } : rule;
}

/** The conditions of an If (version 2) or of a case of a Switch (version 3), and the parameters of that node. */
export function filterRules(
  conditions: Json | undefined,
  { options, looseTypeValidation }: JsonObject,
  given: RulesGiven,
): RuleGroup {
  const isLoose =
    looseTypeValidation === true ||
    at(options, "looseTypeValidation") === true ||
    at(conditions, "options", "typeValidation") === "loose";
  const version = Number(at(conditions, "options", "version") ?? 1);
  const ignoreCase =
    at(options, "ignoreCase") === true || at(conditions, "options", "caseSensitive") === false;
  const rules = listAt(conditions, "conditions").map((condition) =>
    ruleOf(
      {
        left: condition.leftValue,
        operation: String(at(condition, "operator", "operation") ?? "equals"),
        right: condition.rightValue,
        ignoreCase: ignoreCase && at(condition, "operator", "type") === "string",
        loose: isLoose ? { type: String(at(condition, "operator", "type")), version } : undefined,
      },
      given,
    ),
  );
  return at(conditions, "combinator") === "or" ? { any: rules } : { all: rules };
}

/** The conditions of an If of version 1: lists by type. */
export function typedRules(
  conditions: Json | undefined,
  combine: Json | undefined,
  given: RulesGiven,
): RuleGroup {
  const rules = Object.entries((conditions as JsonObject | undefined) ?? {}).flatMap(([type, list]) =>
    listAt(list).map((one) =>
      oldRule({ type, left: one.value1, operation: one.operation, right: one.value2 }, given),
    ),
  );
  return combine === "any" ? { any: rules } : { all: rules };
}

/** These made texts of both sides in every version. */
const looseInOldVersions = new Set(["contains", "notContains", "regex", "notRegex"]);

/** A comparison of older versions: its type stands beside it. */
export function oldRule(
  given: {
    readonly type: string;
    readonly left: Json | undefined;
    readonly operation: Json | undefined;
    readonly right: Json | undefined;
  },
  rules: RulesGiven,
): RuleItem {
  const { type, left, right } = given;
  const operation = typeof given.operation === "string" ? given.operation : (defaults[type] ?? "equal");
  // A truth value that is compared with nothing is compared with false.
  const value = type === "boolean" ? (right ?? false) : right;
  const isText = type === "string" && looseInOldVersions.has(operation);
  return ruleOf(
    { left, operation, right: value, ignoreCase: false, loose: isText ? { type, version: 1 } : undefined },
    rules,
  );
}
