import { type DynamicPort, decide, defineRun, type RuleRecord } from "@sluice/workflow/node-contract";
import { switchNode } from "./definition.ts";

export const runSwitch = defineRun(switchNode, ({ config, context }) => {
  const matched: DynamicPort[] = [];
  const rules: RuleRecord[] = [];
  for (const { port, when } of config.cases) {
    if (config.mode === "first" && matched.length > 0) {
      rules.push({ path: [], result: "not-evaluated", case: port });
      continue;
    }
    const outcome = decide({ context, rules: when, case: port });
    rules.push(...outcome.rules);
    if (outcome.met) matched.push(port);
  }
  return { port: matched.length > 0 ? matched : ["default"], output: { matched }, rules };
});
