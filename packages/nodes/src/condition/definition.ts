import { defineNode, fieldHints, hasRule, rulesSchema, summarizeRules } from "@sluice/workflow/node-contract";
import { z } from "zod";

export const condition = defineNode({
  type: "condition",
  version: 1,
  kind: "logic",
  title: { en: "Condition", fr: "Condition" },
  summary: {
    en: "Goes one way when the rules are met, and the other way when they are not",
    fr: "Suit une voie si les règles sont remplies, l’autre sinon",
  },
  icon: "git-branch",
  config: z.strictObject({
    when: rulesSchema.refine(hasRule, "add a rule or an expression").register(fieldHints, {
      label: { en: "When", fr: "Quand" },
      help: {
        en: "Rules that must all, any or none be met, or one expression that yields true or false.",
        fr: "Des règles à remplir toutes, au moins une ou aucune, ou une expression qui donne vrai ou faux.",
      },
      control: "rules",
      value: "rules",
    }),
  }),
  ports: {
    true: { en: "true", fr: "vrai" },
    false: { en: "false", fr: "faux" },
  },
  effects: "none",
  output: z.strictObject({ result: z.boolean() }),
  example: {
    config: { when: { all: [{ left: "{{ trigger.amount }}", operator: "greater", right: 100 }] } },
    input: { amount: 250 },
  },
  summarize: (config) => summarizeRules(config.when),
});
