import { defineRun } from "@sluice/workflow/node-contract";
import { emit } from "./definition.ts";

export const runEmit = defineRun(emit, ({ config: { type, data = null } }) => ({
  port: "out",
  output: { type, data },
  emit: [{ type, data }],
}));
