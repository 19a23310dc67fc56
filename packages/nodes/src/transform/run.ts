import { defineRun } from "@sluice/workflow/node-contract";
import { transform } from "./definition.ts";

export const runTransform = defineRun(transform, ({ config, context }) => ({
  port: "out",
  output: context.evaluate(config.expression),
}));
