import { defineRun } from "@sluice/workflow/node-contract";
import { tryNode } from "./definition.ts";

export const runTry = defineRun(
  tryNode,
  () => ({ iterate: { over: "count", count: 1 }, concurrency: 1, onItemError: "stop", limit: 1 }),
  {
    collect: ({ outcomes: [outcome] }) => {
      if (outcome?.kind !== "failed") return { port: "out", output: outcome?.output ?? null };
      const { code, message, node } = outcome.error;
      return { port: "error", output: { error: { code, message, node } } };
    },
  },
);
