import { defineRun, NodeError, unitMs } from "@sluice/workflow/node-contract";
import { wait } from "./definition.ts";

export const runWait = defineRun(
  wait,
  ({ config, context }) => {
    const { timeout, unit, title = "", message = "" } = config;
    const until = timeout === undefined ? null : Math.ceil(Date.parse(context.now) + timeout * unitMs[unit]);
    return config.for === "callback"
      ? { wait: { for: "callback", until } }
      : { wait: { for: "approval", until, title: inOneLine(title), message } };
  },
  {
    wake: ({ woken }) => {
      switch (woken.by) {
        case "moment":
          return { port: "timeout", output: { timedOut: true } };
        case "callback": {
          const { body, query, headers } = woken;
          return { port: "out", output: { body, query, headers } };
        }
        case "approval": {
          const { approved, comment, person } = woken;
          return { port: approved ? "out" : "rejected", output: { approved, comment, person } };
        }
        case "call":
          throw new NodeError({ code: "unexpected-wake", message: "nothing was called here" });
      }
    },
  },
);

function inOneLine(title: string): string {
  return title.trim().replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, " ");
}
