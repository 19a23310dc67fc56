import { decide, defineRun } from "@sluice/workflow/node-contract";
import { condition } from "./definition.ts";

export const runCondition = defineRun(condition, ({ config, context }) => {
  const { met, rules } = decide({ context, rules: config.when });
  return { port: met ? "true" : "false", output: { result: met }, rules };
});
