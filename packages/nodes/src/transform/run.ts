import { defineRun } from "@sluice/workflow/node-contract";
import { transform } from "./definition.ts";

/** What a JSONata query may take in the sandbox. */
const timeoutMs = 5_000;
const memoryBytes = 64 * 1024 * 1024;

export const runTransform = defineRun(transform, ({ config, input, context }) => {
  const { language, expression = "", query = "" } = config;
  if (language === "expression") return { port: "out", output: context.evaluate(expression) };
  const values = { value: { ...context.scope() }, input };
  return context
    .sandbox({ language, source: query, values, timeoutMs, memoryBytes })
    .then(({ value }) => ({ port: "out" as const, output: value }));
});
