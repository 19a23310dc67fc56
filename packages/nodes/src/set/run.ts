import { defineRun } from "@sluice/workflow/node-contract";
import { set } from "./definition.ts";

export const runSet = defineRun(set, ({ config }) => ({ port: "out", output: config.fields }));
