import { stableStringify } from "../document/stable-stringify.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { isMultipleOf } from "./decimal.ts";
import type { Evaluation, Given } from "./evaluation.ts";
import { formats } from "./formats.ts";
import { isObject } from "./keywords.ts";
import { matches } from "./matches.ts";
import type { Phrase, PhraseCode } from "./phrases.ts";
import { typesPhrase } from "./words.ts";

const other: Phrase = { code: "something-else" };
const otherText: Phrase = { code: "other-text" };

/** `type`, `const`, `enum`, and what is said of numbers and texts. */
export function checkPlain(evaluation: Evaluation, schema: JsonObject, given: Given): boolean {
  const { value, at } = given;
  const { type, enum: choices } = schema;
  if (type !== undefined && !isOfTypes(type, value)) {
    // What else is said is about another kind of value.
    return evaluation.violate(at, typesPhrase(type), value);
  }
  let ok = true;
  if (schema.const !== undefined && !equal(evaluation, schema.const, value)) {
    ok = evaluation.violate(at, { code: "exactly", given: schema.const }, value, other);
  }
  if (Array.isArray(choices) && !choices.some((choice) => equal(evaluation, choice, value))) {
    ok = evaluation.violate(at, { code: "choice", given: choices }, value, other);
  }
  if (typeof value === "number") return checkNumber(evaluation, schema, given) && ok;
  if (typeof value === "string") return checkText(evaluation, schema, { ...given, value }) && ok;
  return ok;
}

function isOfTypes(type: Json, value: Json): boolean {
  return Array.isArray(type) ? type.some((one) => isOfTypeNamed(one, value)) : isOfTypeNamed(type, value);
}

function isOfTypeNamed(type: Json, value: Json): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function equal(evaluation: Evaluation, wanted: Json, value: Json): boolean {
  if (typeof wanted !== "object" || wanted === null) return wanted === value;
  if (typeof value !== "object" || value === null) return false;
  const [one, other] = [stableStringify(wanted), stableStringify(value)];
  evaluation.charge(1 + Math.ceil((one.length + other.length) / 32));
  return one === other;
}

function checkNumber(evaluation: Evaluation, schema: JsonObject, { value, at }: Given): boolean {
  const number = value as number;
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: under, multipleOf } = schema;
  let ok = true;
  const smaller = (code: PhraseCode, given: number) =>
    evaluation.violate(at, { code, given }, value, { code: "smaller-number" });
  const larger = (code: PhraseCode, given: number) =>
    evaluation.violate(at, { code, given }, value, { code: "larger-number" });
  if (typeof minimum === "number" && number < minimum) ok = smaller("at-least", minimum);
  if (typeof above === "number" && number <= above) ok = smaller("more-than", above);
  if (typeof maximum === "number" && number > maximum) ok = larger("at-most", maximum);
  if (typeof under === "number" && number >= under) ok = larger("less-than", under);
  if (typeof multipleOf === "number") {
    evaluation.charge(20);
    if (!isMultipleOf(number, multipleOf)) {
      ok = evaluation.violate(at, { code: "multiple", given: multipleOf }, value, { code: "other-number" });
    }
  }
  return ok;
}

function checkText(
  evaluation: Evaluation,
  schema: JsonObject,
  { value, at }: Given & { readonly value: string },
): boolean {
  const { minLength: least, maxLength: most, pattern, format } = schema;
  let ok = true;
  if (least !== undefined || most !== undefined) {
    evaluation.charge(1 + Math.ceil(value.length / 32));
    const length = codePoints(value);
    const got: Phrase = { code: "characters", given: length };
    if (typeof least === "number" && length < least) {
      ok = evaluation.violate(at, { code: "least-characters", given: least }, value, got);
    }
    if (typeof most === "number" && length > most) {
      ok = evaluation.violate(at, { code: "most-characters", given: most }, value, got);
    }
  }
  if (typeof pattern === "string" && !matches(evaluation, pattern, value)) {
    ok = evaluation.violate(at, { code: "pattern", given: pattern }, value, otherText);
  }
  if (typeof format === "string" && Object.hasOwn(formats, format)) {
    evaluation.charge(1 + Math.ceil(value.length / 32));
    if (!formats[format]?.(value))
      ok = evaluation.violate(at, { code: "format", given: format }, value, otherText);
  }
  return ok;
}

/** RFC 8259 counts characters, not UTF-16 units. */
function codePoints(text: string): number {
  let pairs = 0;
  for (let at = 0; at + 1 < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      pairs += 1;
      at += 1;
    }
  }
  return text.length - pairs;
}
