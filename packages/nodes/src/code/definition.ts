import { maxScriptLength, scriptProblem } from "@sluice/workflow/expressions";
import { defineNode, fieldHints, numberField, shorten } from "@sluice/workflow/node-contract";
import { z } from "zod";

export const code = defineNode({
  type: "code",
  version: 1,
  kind: "data",
  title: { en: "Code", fr: "Code" },
  summary: {
    en: "Runs JavaScript of your own, walled off from everything",
    fr: "Exécute votre propre JavaScript, isolé de tout le reste",
  },
  icon: "code",
  config: z.strictObject({
    code: z
      .string()
      .min(1, "write some code")
      .max(maxScriptLength)
      .superRefine((source, context) => {
        const problem = scriptProblem(source);
        if (!problem) return;
        const { message, line, column } = problem;
        context.addIssue({ code: "custom", message: `line ${line}, column ${column}: ${message}` });
      })
      .register(fieldHints, {
        label: { en: "JavaScript", fr: "JavaScript" },
        help: {
          en: "What it returns is the output of this step. It sees input, trigger, request, steps, item, index, loop, workflow, execution, env and now; it may use await, and console.log writes to the step’s log.",
          fr: "Ce qu’il renvoie est la sortie de cette étape. Il voit input, trigger, request, steps, item, index, loop, workflow, execution, env et now ; il peut utiliser await, et console.log écrit dans le journal de l’étape.",
        },
        placeholder: "return input.items.map((item) => item.price * item.qty);",
        control: "code",
        value: "literal",
      }),
    timeoutSeconds: numberField(z.number().min(0.1).max(60))
      .default(5)
      .register(fieldHints, {
        label: { en: "Time limit (seconds)", fr: "Limite de temps (secondes)" },
        help: {
          en: "Code that takes longer is stopped, and the step fails. At most 60.",
          fr: "Le code qui dure plus longtemps est arrêté, et l’étape échoue. 60 au plus.",
        },
        control: "number",
      }),
    memoryMb: numberField(z.int().min(8).max(256))
      .default(64)
      .register(fieldHints, {
        label: { en: "Memory limit (MB)", fr: "Limite de mémoire (Mo)" },
        help: {
          en: "Code that needs more is stopped, and the step fails. 8 to 256.",
          fr: "Le code qui en demande plus est arrêté, et l’étape échoue. De 8 à 256.",
        },
        control: "number",
      }),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  // It reaches nothing: run again after a crash, it does no harm.
  effects: "none",
  timesItself: true,
  output: z.json(),
  example: {
    config: {
      code: "const lines = input.items.map(({ price, qty }) => price * qty);\nreturn { lines, total: lines.reduce((sum, line) => sum + line, 0) };",
      timeoutSeconds: 5,
      memoryMb: 64,
    },
    input: {
      items: [
        { price: 5, qty: 2 },
        { price: 3, qty: 1 },
      ],
    },
  },
  summarize: ({ code: source }) => shorten(typeof source === "string" ? firstLine(source) : ""),
});

/** The first line that says something. */
function firstLine(source: string): string {
  return source.split("\n").find((line) => /\w/.test(line) && !/^\s*\/\//.test(line)) ?? "";
}
