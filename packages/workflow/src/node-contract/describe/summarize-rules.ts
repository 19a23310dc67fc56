import type { Json } from "../json.ts";
import { type RuleItem, type Rules, rulesSchema } from "../rules.ts";
import { shorten } from "./shorten.ts";

/** How operators look on a card. Signs are the same in every language; names are those of the rule editor. */
const signs: Readonly<Record<string, string>> = {
  equals: "=",
  notEquals: "≠",
  greater: ">",
  atLeast: "≥",
  less: "<",
  atMost: "≤",
  contains: "∋",
  notContains: "∌",
  in: "∈",
  matches: "~",
  exists: "∃",
  isEmpty: "= ∅",
  isNotEmpty: "≠ ∅",
  isTrue: "= true",
  isFalse: "= false",
};

const joints = { all: " ∧ ", any: " ∨ ", none: " ∨ " } as const;

/** One line for a rule group or expression as it stands in a config; empty where it is neither. */
export function summarizeRules(rules: Json | undefined): string {
  const parsed = rulesSchema.safeParse(rules);
  return parsed.success ? shorten(lineOf(parsed.data)) : "";
}

function lineOf(rules: Rules | RuleItem): string {
  if ("expression" in rules) return rules.expression;
  if ("operator" in rules) {
    const sign = signs[rules.operator] ?? rules.operator;
    return [side(rules.left), sign, rules.right === undefined ? "" : side(rules.right)].join(" ").trim();
  }
  const [mode, items] =
    "all" in rules
      ? (["all", rules.all] as const)
      : "any" in rules
        ? (["any", rules.any] as const)
        : (["none", rules.none] as const);
  const line = items
    .map((item) => ("operator" in item ? lineOf(item) : `(${lineOf(item)})`))
    .join(joints[mode]);
  return mode === "none" && line !== "" ? `¬(${line})` : line;
}

/** A side that is one expression is shown without its braces: on a card they are noise. */
function side(value: Json): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const only = /^\s*\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(value);
  return only?.[1] === undefined ? JSON.stringify(value) : only[1].trim();
}
