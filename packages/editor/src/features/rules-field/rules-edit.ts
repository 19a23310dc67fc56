import type { Json, Rule, RuleGroup, RuleItem, RuleOperator, Rules } from "@sluice/workflow/node-contract";

/** How the items of a group are joined. */
export const joints = ["all", "any", "none"] as const;
export type Joint = (typeof joints)[number];

/** Place of an item in a group: positions from the outside in. `[]` is the group itself. */
export type RulePath = readonly number[];

export function jointOf(group: RuleGroup): Joint {
  return joints.find((joint) => joint in group) ?? "all";
}

export function itemsOf(group: RuleGroup): readonly RuleItem[] {
  if ("all" in group) return group.all;
  return "any" in group ? group.any : group.none;
}

export function groupOf(joint: Joint, items: readonly RuleItem[]): RuleGroup {
  const list = [...items];
  if (joint === "all") return { all: list };
  return joint === "any" ? { any: list } : { none: list };
}

export function isGroup(item: RuleItem): item is RuleGroup {
  return !("operator" in item);
}

/** What "add a rule" adds. */
export function emptyRule(): Rule {
  return { left: "", operator: "equals", right: "" };
}

/** The group with the item at `path` changed, or taken out where `change` gives null. Unknown paths change nothing. */
export function changeAt(
  group: RuleGroup,
  path: RulePath,
  change: (item: RuleItem) => RuleItem | null,
): RuleGroup {
  const [first, ...rest] = path;
  if (first === undefined) {
    const changed = change(group);
    return changed && isGroup(changed) ? changed : group;
  }
  const items = itemsOf(group);
  const item = items[first];
  if (item === undefined) return group;
  if (rest.length === 0) {
    const changed = change(item);
    return groupOf(jointOf(group), changed ? items.with(first, changed) : items.toSpliced(first, 1));
  }
  return isGroup(item) ? groupOf(jointOf(group), items.with(first, changeAt(item, rest, change))) : group;
}

/** Adds an item at the end of the group at `path`. */
export function addTo(group: RuleGroup, path: RulePath, added: RuleItem): RuleGroup {
  return changeAt(group, path, (item) =>
    isGroup(item) ? groupOf(jointOf(item), [...itemsOf(item), added]) : item,
  );
}

export function removeAt(group: RuleGroup, path: RulePath): RuleGroup {
  return changeAt(group, path, () => null);
}

export function setJoint(group: RuleGroup, path: RulePath, joint: Joint): RuleGroup {
  return changeAt(group, path, (item) => (isGroup(item) ? groupOf(joint, itemsOf(item)) : item));
}

const unary: ReadonlySet<RuleOperator> = new Set(["isEmpty", "isNotEmpty", "exists", "isTrue", "isFalse"]);

/** Whether the operator looks at the left side alone. */
export function isUnary(operator: RuleOperator): boolean {
  return unary.has(operator);
}

/** A rule with another operator: a right side that it does not take goes, one that it needs comes. */
export function withOperator({ left, right }: Rule, operator: RuleOperator): Rule {
  if (isUnary(operator)) return { left, operator };
  return { left, operator, right: right ?? "" };
}

/** The rules of a config as an editor can show them: something else counts as an empty group. */
export function rulesOf(value: Json | undefined): Rules {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { all: [] };
  if (typeof value.expression === "string") return { expression: value.expression };
  const joint = joints.find((name) => Array.isArray(value[name]));
  return joint ? (value as unknown as RuleGroup) : { all: [] };
}
