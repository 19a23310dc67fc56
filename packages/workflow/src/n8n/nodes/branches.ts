import type { Json, JsonObject } from "../../node-contract/json.ts";
import type { Rules } from "../../node-contract/rules.ts";
import { at, listAt } from "../parameters.ts";
import { filterRules, oldRule, typedRules } from "../rules.ts";
import type { NodeConverter } from "./node-converter.ts";

export const ifNode: NodeConverter = ({ node, rules }) => {
  const { conditions, combineOperation } = node.parameters;
  const when =
    node.typeVersion >= 2
      ? filterRules(conditions, node.parameters, rules)
      : typedRules(conditions, combineOperation, rules);
  return { type: "condition", config: { when: when as Json }, ports: [["true"], ["false"]] };
};

interface Case {
  readonly name: string;
  readonly when: Rules;
  /** The exit in n8n that it leads to. */
  readonly output: number;
}

/** Several rules may share an exit in n8n; here each case has its own, with the same edges. */
export const switchNode: NodeConverter = (given) => {
  const { parameters, typeVersion } = given.node;
  const cases =
    parameters.mode === "expression" ? byIndex(given) : typeVersion >= 3 ? byFilters(given) : byValue(given);
  const named = withPorts(cases);
  const fallback = fallbackOutput(given.node.parameters, cases.length);
  const highest = Math.max(-1, ...cases.map(({ output }) => output), fallback ?? -1);
  const ports = Array.from({ length: highest + 1 }, (_, output) => [
    ...named.filter((one) => one.output === output).map(({ port }) => port),
    ...(fallback === output ? ["default"] : []),
  ]);
  const all = at(parameters.options, "allMatchingOutputs") === true;
  return {
    type: "switch",
    config: {
      mode: all ? "all" : "first",
      cases: named.map(({ port, name, when }) => ({ port, name, when: when as Json })),
    },
    ports,
  };
};

type Given = Parameters<NodeConverter>[0];

function byFilters({ node: { parameters }, rules }: Given): Case[] {
  return listAt(parameters.rules, "values").map((one, output) => ({
    name: typeof one.outputKey === "string" && one.outputKey !== "" ? one.outputKey : `Output ${output}`,
    when: filterRules(one.conditions, parameters, rules),
    output,
  }));
}

function byValue({ node: { parameters, typeVersion }, rules }: Given): Case[] {
  const type = typeof parameters.dataType === "string" ? parameters.dataType : "number";
  return listAt(parameters.rules, "rules").map((one, index) => {
    const rule = { type, left: parameters.value1, operation: one.operation, right: one.value2 };
    const output =
      typeVersion < 2 && typeof one.output === "number" ? one.output : typeVersion < 2 ? 0 : index;
    const name =
      typeof one.outputKey === "string" && one.outputKey !== "" ? one.outputKey : `Output ${output}`;
    return { name, when: { all: [oldRule(rule, rules)] }, output };
  });
}

/**
 * An expression that yields the number of the exit. What it yields is not known: the numbers whose exit leads nowhere are
 * told, and that n8n fails with any other one.
 */
function byIndex({ node: { parameters }, values, leadsOn, notice }: Given): Case[] {
  const wanted = Number(parameters.numberOutputs ?? parameters.outputsAmount ?? 4);
  const count = Math.min(Number.isInteger(wanted) ? wanted : 4, 100);
  const expression = values.expression(parameters.output);
  const open = Array.from({ length: count }, (_, output) => output).filter((one) => !leadsOn(one));
  if (open.length > 0) notice("result-nowhere", open.join(", "));
  notice("other-result");
  return Array.from({ length: count }, (_, output) => ({
    name: `Output ${output}`,
    when: { expression: `(${expression}) === ${output}` },
    output,
  }));
}

/** The exit for what meets no rule; undefined: it goes nowhere. */
function fallbackOutput({ options, fallbackOutput: old }: JsonObject, cases: number): number | undefined {
  const wanted = at(options, "fallbackOutput") ?? old;
  if (wanted === "extra") return cases;
  const output = typeof wanted === "number" ? wanted : Number.NaN;
  return Number.isInteger(output) && output >= 0 ? output : undefined;
}

const taken = new Set(["default", "error", "__proto__", "constructor", "prototype"]);

function withPorts(cases: readonly Case[]): (Case & { port: string })[] {
  const used = new Set(taken);
  return cases.map((one) => {
    const words = one.name
      .normalize("NFKD")
      .replace(/[^A-Za-z0-9_-]+/g, "_")
      .replace(/^[^A-Za-z]+|_+$/g, "");
    const wanted = words.toLowerCase().slice(0, 40) || "output";
    let port = wanted;
    for (let number = 2; used.has(port); number += 1) port = `${wanted}${number}`;
    used.add(port);
    return { ...one, port };
  });
}
