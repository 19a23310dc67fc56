import { defineRun } from "@sluice/workflow/node-contract";
import { tryNode } from "./definition.ts";

export const runTry = defineRun(
  tryNode,
  () => ({ iterate: { over: "count", count: 1 }, concurrency: 1, onItemError: "stop", limit: 1 }),
  {
    collect: ({ outcomes: [outcome] }) => {
      if (outcome?.kind === "failed") {
        const { code, message, node } = outcome.error;
        return { port: "error", output: { error: { code, message, node } } };
      }
      return { port: "out", output: outcome?.kind === "finished" ? outcome.output : null };
    },
  },
);
