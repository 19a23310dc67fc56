import { defineRun, longestSleepMs, NodeError, unitMs } from "@sluice/workflow/node-contract";
import { isDateTime } from "@sluice/workflow/variables";
import { delay } from "./definition.ts";

export const runDelay = defineRun(
  delay,
  ({ config, input, context }) => {
    const now = Date.parse(context.now);
    const until =
      config.mode === "until"
        ? momentOf(config.until ?? "", now)
        : Math.ceil(now + (config.amount ?? 0) * unitMs[config.unit]);
    return until <= now ? { port: "out", output: input } : { wait: { for: "moment", until } };
  },
  { wake: ({ input }) => ({ port: "out", output: input }) },
);

function momentOf(text: string, now: number): number {
  const until = isDateTime(text) && /[zZ]$|[+-]\d\d:\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isFinite(until)) {
    throw new NodeError({
      code: "invalid-moment",
      message: "the moment is not a date and time with a zone, such as 2026-01-31T09:00:00Z",
    });
  }
  if (until - now > longestSleepMs) {
    throw new NodeError({ code: "invalid-moment", message: "the moment is more than ten years away" });
  }
  return until;
}
