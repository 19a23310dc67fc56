import { defineRun, type Json, NodeError, unitMs } from "@sluice/workflow/node-contract";
import { call } from "./definition.ts";

export const runCall = defineRun(
  call,
  ({ config, context }) => {
    const { workflow: workflowId, timeout, unit } = config;
    const input = variablesOf(config.input === undefined ? {} : config.input);
    if (!config.wait) return { port: "out", output: { started: true }, start: [{ workflowId, input }] };
    const until = timeout === undefined ? null : Math.ceil(Date.parse(context.now) + timeout * unitMs[unit]);
    return { wait: { for: "call", until, workflowId, input } };
  },
  {
    wake: ({ woken }) => {
      if (woken.by === "call") {
        if (woken.status === "succeeded") return { port: "out", output: woken.output };
        const why = woken.error === null ? "" : ` (${woken.error.code}): ${woken.error.message}`;
        throw new NodeError({
          code: "call-failed",
          message: `the called execution ${woken.executionId} ${ended[woken.status]}${why}`,
        });
      }
      throw new NodeError({
        code: "call-timeout",
        message: "the called workflow has not ended in time; it goes on by itself",
      });
    },
  },
);

const ended = { failed: "failed", cancelled: "was cancelled", "timed-out": "timed out" } as const;

function variablesOf(input: Json): Json {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return input;
  throw new NodeError({
    code: "input-not-an-object",
    message: "the input is not an object: its fields are the trigger variables of the called workflow",
  });
}
