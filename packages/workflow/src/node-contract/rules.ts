import { z } from "zod";
import type { Json } from "./json.ts";

/** The operators of a rule; what each of them means stands in `expressions/conditions.ts`. */
export const ruleOperators = [
  "equals",
  "notEquals",
  "greater",
  "atLeast",
  "less",
  "atMost",
  "between",
  "contains",
  "notContains",
  "startsWith",
  "endsWith",
  "matches",
  "in",
  "isEmpty",
  "isNotEmpty",
  "exists",
  "isTrue",
  "isFalse",
  "before",
  "after",
] as const;
export const ruleOperatorSchema = z.enum(ruleOperators);
export type RuleOperator = z.infer<typeof ruleOperatorSchema>;

export interface Rule {
  left: Json;
  operator: RuleOperator;
  right?: Json | undefined;
}

/** Rules joined by `all`, `any` or `none`, nested as deep as the document allows. Exactly one of the three keys. */
export type RuleGroup = { all: RuleItem[] } | { any: RuleItem[] } | { none: RuleItem[] };
export type RuleItem = Rule | RuleGroup;

/** What a condition holds: a rule group, or one bare expression. */
export type Rules = RuleGroup | { expression: string };

const rule: z.ZodType<Rule> = z.strictObject({
  left: z.json(),
  operator: ruleOperatorSchema,
  right: z.json().optional(),
});

const item: z.ZodType<RuleItem> = z.lazy(() => z.union([rule, group]));
const items = z.array(item);

const group: z.ZodType<RuleGroup> = z.union([
  z.strictObject({ all: items }),
  z.strictObject({ any: items }),
  z.strictObject({ none: items }),
]);

export const rulesSchema: z.ZodType<Rules> = z.union([group, z.strictObject({ expression: z.string() })]);

/** What became of one rule. `path` is its place in the group (`["all", 0]`), `[]` for a bare expression. */
export const ruleRecordSchema = z.object({
  path: z.array(z.union([z.string(), z.int()])),
  result: z.enum(["met", "not-met", "not-evaluated", "error"]),
  left: z.json().exactOptional(),
  right: z.json().exactOptional(),
  operator: ruleOperatorSchema.exactOptional(),
  error: z.string().exactOptional(),
  /** The name of the case the rule belongs to, where a node has several. */
  case: z.string().exactOptional(),
});
export type RuleRecord = z.infer<typeof ruleRecordSchema>;

export interface RulesOutcome {
  met: boolean;
  rules: RuleRecord[];
}
