import { configParts } from "../node-contract/form/walk-config.ts";
import type { RuleGroup, RuleItem, RuleOperator } from "../node-contract/rules.ts";
import { type Finding, type FindingValues, finding } from "./finding.ts";
import { type Check, named } from "./given.ts";

/** Operators that look at the left side alone. */
const oneSided: ReadonlySet<RuleOperator> = new Set(["isEmpty", "isNotEmpty", "exists", "isTrue", "isFalse"]);

const leftMissing = {
  detail: "this rule compares nothing; choose a variable for its left side",
  detail_fr: "cette règle ne compare rien ; choisissez une variable pour son côté gauche",
};
const rightMissing = {
  detail: "this rule has nothing to compare with; fill in its right side",
  detail_fr: "cette règle n’a rien à quoi comparer ; remplissez son côté droit",
};

/** Rules that were begun and not filled in: `"" = ""` would always be met. */
export const unfilledRules: Check = ({ document, types }) =>
  Object.entries(document.nodes).flatMap(([key, node]) => {
    const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
    if (definition === undefined) return [];
    const values = named({ document, types }, { node: key });
    return configParts(definition, node.config).flatMap((part) => {
      if (part.holds !== "rules" || "expression" in part.rules) return [];
      return unfilledIn(part.rules, ["nodes", key, "config", ...part.at], values);
    });
  });

export function unfilledIn(
  group: RuleGroup,
  at: readonly (string | number)[],
  values: FindingValues,
): Finding[] {
  return (Object.entries(group) as [string, RuleItem[]][]).flatMap(([kind, items]) =>
    items.flatMap((item, index) => {
      const place = [...at, kind, index];
      if (!("operator" in item)) return unfilledIn(item, place, values);
      if (item.left === "")
        return [finding("missing-config", [...place, "left"], { ...values, ...leftMissing })];
      const alone = item.right === undefined && !oneSided.has(item.operator);
      return alone ? [finding("missing-config", [...place, "right"], { ...values, ...rightMissing })] : [];
    }),
  );
}
