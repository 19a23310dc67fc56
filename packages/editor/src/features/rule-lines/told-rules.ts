import type { Step } from "@sluice/api/schemas";
import type { Json, JsonObject, Rule } from "@sluice/workflow/node-contract";

type RuleRecord = NonNullable<Step["rules"]>[number];
type Joint = "all" | "any" | "none";

/** A line: a rule, or the beginning of a group of them. Depth 0 is the outermost group. */
export type ToldRule =
  | { readonly kind: "rule"; readonly rule: RuleRecord; readonly depth: number; readonly written: Written }
  | { readonly kind: "group"; readonly joint: Joint; readonly depth: number };

/** What stands in the document of a rule; empty where that is not known. */
export type Written = Partial<Rule> & { readonly expression?: string };

const joints: readonly unknown[] = ["all", "any", "none"] satisfies Joint[];
const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What became of rules, with the groups that they stand in (one rule alone needs none) and with what the config of the node
 * says at their place.
 */
export function toldRules(
  records: readonly RuleRecord[],
  config: JsonObject | undefined,
): readonly ToldRule[] {
  const begun = new Set<string>();
  return records.flatMap((rule): ToldRule[] => {
    const inCase = records.filter((one) => one.case === rule.case);
    const groups = rule.path.flatMap((part, at): ToldRule[] => {
      const id = JSON.stringify([rule.case, rule.path.slice(0, at + 1)]);
      if (!joints.includes(part) || begun.has(id) || inCase.length < 2) return [];
      begun.add(id);
      return [{ kind: "group", joint: part as Joint, depth: at / 2 }];
    });
    const depth = Math.max(0, rule.path.length / 2 - 1);
    return [...groups, { kind: "rule", rule, depth, written: writtenAt(config, rule) }];
  });
}

function writtenAt(config: JsonObject | undefined, rule: RuleRecord): Written {
  for (const rules of rulesIn(config, rule.case)) {
    const found = rule.path.reduce<Json | undefined>(
      (at, part) => (at === null || typeof at !== "object" ? undefined : (at as Record<string, Json>)[part]),
      rules,
    );
    if (!isObject(found)) continue;
    if (typeof found.expression === "string" && rule.operator === undefined)
      return { expression: found.expression };
    if (found.operator !== undefined && found.operator === rule.operator) return found as unknown as Rule;
  }
  return {};
}

/** The rules of a node: of the case with this port, or of any of its settings. */
function rulesIn(config: JsonObject | undefined, port: string | undefined): readonly JsonObject[] {
  const { cases } = config ?? {};
  const holder =
    port === undefined
      ? config
      : (Array.isArray(cases) ? cases.filter(isObject) : []).find((one) => one.port === port);
  return Object.values(holder ?? {}).filter(isObject);
}
