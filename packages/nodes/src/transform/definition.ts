import { defineNode, fieldHints, shorten } from "@sluice/workflow/node-contract";
import { z } from "zod";

export const transform = defineNode({
  type: "transform",
  version: 1,
  kind: "data",
  title: { en: "Transform", fr: "Transformer" },
  summary: {
    en: "Computes one value with an expression or JSONata",
    fr: "Calcule une valeur avec une expression ou JSONata",
  },
  icon: "function",
  config: z
    .strictObject({
      language: z
        .enum(["expression", "jsonata"])
        .default("expression")
        .register(fieldHints, {
          label: { en: "Language", fr: "Langage" },
          help: {
            en: "The expressions of every other field, or JSONata, which runs walled off in the sandbox.",
            fr: "Les expressions de tous les autres champs, ou JSONata, qui s’exécute isolé dans le bac à sable.",
          },
          value: "literal",
          options: {
            expression: { en: "expression", fr: "expression" },
            jsonata: { en: "JSONata", fr: "JSONata" },
          },
        }),
      expression: z
        .string()
        .trim()
        // What the expression language itself takes (`maxSourceLength`), so that the form says it first.
        .max(10_000)
        .optional()
        .register(fieldHints, {
          label: { en: "Expression", fr: "Expression" },
          help: {
            en: "One expression, without braces. Its value is the output of this step.",
            fr: "Une expression, sans accolades. Sa valeur est la sortie de cette étape.",
          },
          placeholder: "trigger.items.map(item => item.price * item.qty)",
          control: "expression",
          value: "expression",
          visibleWhen: { field: "language", in: ["expression"] },
        }),
      query: z
        .string()
        .trim()
        .max(10_000)
        .optional()
        .register(fieldHints, {
          label: { en: "JSONata", fr: "JSONata" },
          help: {
            en: "Its value is the output of this step. It begins at trigger, request, steps and the other names of expressions; $input is the output of the step before.",
            fr: "Sa valeur est la sortie de cette étape. Elle part de trigger, request, steps et des autres noms des expressions ; $input est la sortie de l’étape précédente.",
          },
          placeholder: "$sum(trigger.items.(price * qty))",
          control: "long-text",
          value: "literal",
          visibleWhen: { field: "language", in: ["jsonata"] },
        }),
    })
    .superRefine(({ language, expression, query }, context) => {
      const issue = (path: string, message: string) =>
        context.addIssue({ code: "custom", path: [path], message });
      if (language === "expression" && !expression) issue("expression", "write an expression");
      if (language === "jsonata" && !query) issue("query", "write a JSONata query");
    }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.json(),
  example: {
    config: { expression: "sum(trigger.items.map(item => item.price * item.qty))" },
    input: {
      items: [
        { price: 5, qty: 2 },
        { price: 3, qty: 1 },
      ],
    },
  },
  summarize: ({ language, expression, query }) => {
    const text = language === "jsonata" ? query : expression;
    return typeof text === "string" ? shorten(text) : "";
  },
});
