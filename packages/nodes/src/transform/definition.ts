import { defineNode, fieldHints, shorten } from "@sluice/workflow/node-contract";
import { z } from "zod";

export const transform = defineNode({
  type: "transform",
  version: 1,
  kind: "data",
  title: { en: "Transform", fr: "Transformer" },
  summary: {
    en: "Computes one value with an expression",
    fr: "Calcule une valeur à l’aide d’une expression",
  },
  icon: "function",
  config: z.strictObject({
    expression: z
      .string()
      .trim()
      .min(1, "write an expression")
      // What the expression language itself takes (`maxSourceLength`), so that the form says it first.
      .max(10_000)
      .register(fieldHints, {
        label: { en: "Expression", fr: "Expression" },
        help: {
          en: "One expression, without braces. Its value is the output of this step.",
          fr: "Une expression, sans accolades. Sa valeur est la sortie de cette étape.",
        },
        placeholder: "trigger.items.map(item => item.price * item.qty)",
        control: "expression",
        value: "expression",
      }),
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
  summarize: ({ expression }) => (typeof expression === "string" ? shorten(expression) : ""),
});
