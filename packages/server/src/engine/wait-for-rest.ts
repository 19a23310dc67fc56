import type { ExecutionsStore } from "../stores/executions/store.ts";

/** Until it has ended, sleeps or waits for its turn, or the time is over: what a person who started it would look at. */
export async function waitForRest(
  executions: Pick<ExecutionsStore, "outcome">,
  given: {
    readonly id: string;
    /** In milliseconds. */
    readonly waitMs: number;
    /** Whether it is worked on in this process. */
    readonly isBusy: (id: string) => boolean;
  },
): Promise<void> {
  const { id, waitMs, isBusy } = given;
  const until = Date.now() + waitMs;
  for (;;) {
    const status = isBusy(id) ? "running" : (await executions.outcome(id))?.status;
    if ((status !== "running" && status !== "queued") || Date.now() >= until) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
