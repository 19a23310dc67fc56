import type { Json } from "../node-contract/json.ts";
import type { RuleOperator } from "../node-contract/rules.ts";
import { Refusal } from "./expression-error.ts";
import { momentOf } from "./moment.ts";
import { patternOf } from "./pattern.ts";
import { Run } from "./run.ts";
import { describeKind, sameValue } from "./values.ts";
import type { Word } from "./vocabulary.ts";

/** Whether an operator is met. Throws a `Refusal` where the rule is an error. */
type Judge = (left: Json, right: Json) => boolean;

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** RFC 3339 date-time; without an offset it counts as UTC, as in variables of type `datetime`. */
const dateTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,30})?(?:[Zz]|[+-]\d{2}:\d{2})?$/;
/** A leap second, which RFC 3339 allows and calendars do not know: it counts as the second before. */
const leapSecond = /:60(?=\.|[Zz+-]|$)/;

/** Longest text that may be one JSON number: more digits than any double has. */
const maxNumberText = 400;

/** Text that is exactly one JSON number as that number. */
function numberIn(value: Json): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.length > maxNumberText || !jsonNumber.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function wrong(operator: RuleOperator, expected: Word, got: Json): Refusal {
  return new Refusal("wrong-type", {
    name: operator,
    expected,
    got: describeKind(got),
    remedy: "@check-value",
  });
}

function asNumber(operator: RuleOperator, value: Json): number {
  const number = numberIn(value);
  if (number === undefined) throw wrong(operator, "@number", value);
  return number;
}

function asInstant(operator: RuleOperator, value: Json): number {
  if (typeof value !== "string" || !dateTime.test(value)) throw wrong(operator, "@date-text", value);
  const text = value.replace(/[t ]/, "T").replace("z", "Z");
  return momentOf(text.slice(0, 16) + text.slice(16).replace(leapSecond, ":59")).milliseconds;
}

function asText(operator: RuleOperator, value: Json): string {
  if (typeof value !== "string") throw wrong(operator, "@text", value);
  return value;
}

/** Numbers also against text that is one, lists and objects by value, null only with null. */
function equals(left: Json, right: Json): boolean {
  if (typeof left === "number" || typeof right === "number") {
    const one = numberIn(left);
    return one !== undefined && one === numberIn(right);
  }
  return sameValue(left, right, newRun());
}

/** The budget of one comparison or pattern. */
function newRun(): Run {
  return new Run({}, [], undefined);
}

/** A null (or missing) side never meets an ordering, text or date operator, and is no error. */
function unlessNull(judge: Judge): Judge {
  return (left, right) => left !== null && right !== null && judge(left, right);
}

function byNumber(operator: RuleOperator, test: (left: number, right: number) => boolean): Judge {
  return unlessNull((left, right) => test(asNumber(operator, left), asNumber(operator, right)));
}

function byInstant(operator: RuleOperator, test: (left: number, right: number) => boolean): Judge {
  return unlessNull((left, right) => test(asInstant(operator, left), asInstant(operator, right)));
}

function byText(operator: RuleOperator, test: (left: string, right: string) => boolean): Judge {
  return unlessNull((left, right) => test(asText(operator, left), asText(operator, right)));
}

/** A text that holds another text, or a list that holds a value. */
function holds(operator: RuleOperator, left: Json, right: Json): boolean {
  if (Array.isArray(left)) return left.some((element) => equals(element, right));
  return asText(operator, left).includes(asText(operator, right));
}

function between(left: Json, right: Json): boolean {
  if (!Array.isArray(right) || right.length !== 2) throw wrong("between", "@two-numbers", right);
  const [least = null, most = null] = right;
  if (least === null || most === null) return false;
  const number = asNumber("between", left);
  const from = asNumber("between", least);
  return number >= from && number <= asNumber("between", most);
}

function isEmpty(value: Json): boolean {
  if (value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** `true` or `"true"` (`false` or `"false"`); null is neither; anything else is an error. */
function isBoolean(operator: RuleOperator, wanted: boolean): Judge {
  return (left) => {
    if (left === null) return false;
    if (left === true || left === "true") return wanted;
    if (left === false || left === "false") return !wanted;
    throw wrong(operator, "@boolean", left);
  };
}

/** What each operator means; `design: Conditions`. A missing side arrives as null. */
export const judges: Readonly<Record<RuleOperator, Judge>> = {
  equals,
  notEquals: (left, right) => !equals(left, right),
  greater: byNumber("greater", (left, right) => left > right),
  atLeast: byNumber("atLeast", (left, right) => left >= right),
  less: byNumber("less", (left, right) => left < right),
  atMost: byNumber("atMost", (left, right) => left <= right),
  between: unlessNull(between),
  contains: unlessNull((left, right) => holds("contains", left, right)),
  notContains: unlessNull((left, right) => !holds("notContains", left, right)),
  startsWith: byText("startsWith", (left, right) => left.startsWith(right)),
  endsWith: byText("endsWith", (left, right) => left.endsWith(right)),
  matches: byText("matches", (left, right) => patternOf(right).test(left, newRun())),
  in: (left, right) => {
    if (right === null) return false;
    if (!Array.isArray(right)) throw wrong("in", "@list", right);
    return right.some((element) => equals(left, element));
  },
  isEmpty,
  isNotEmpty: (left) => !isEmpty(left),
  exists: (left) => left !== null,
  isTrue: isBoolean("isTrue", true),
  isFalse: isBoolean("isFalse", false),
  before: byInstant("before", (left, right) => left < right),
  after: byInstant("after", (left, right) => left > right),
};

/** Operators that look at the left side alone. */
export const unaryRuleOperators: ReadonlySet<RuleOperator> = new Set([
  "isEmpty",
  "isNotEmpty",
  "exists",
  "isTrue",
  "isFalse",
]);
