import type { Step } from "@sluice/api/schemas";

/** A step as the API answers it: succeeded by `out` in 12 ms, unless told otherwise. */
export function step(given: Partial<Step> & Pick<Step, "node">): Step {
  return {
    type: "set",
    status: "succeeded",
    port: "out",
    input: null,
    output: null,
    error: null,
    rules: null,
    attempts: 1,
    failedAttempts: [],
    frame: "",
    iterations: null,
    waiting: null,
    cached: false,
    spent: null,
    log: [],
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T00:00:00.012Z",
    ...given,
  };
}
