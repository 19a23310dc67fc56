import type { Clock } from "../clock.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import { draftHistoryMs } from "./draft-history.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** How long a workflow lies in the trash. */
export const trashMs = 30 * dayMs;

/** Takes away once an hour, and now, what is no longer kept. */
export function startHousekeeping(given: {
  readonly store: Pick<WorkflowsStore, "purge">;
  readonly clock: Clock;
  readonly log: { error(details: object, message: string): void };
}): { stop(): void } {
  const { store, clock, log } = given;
  const sweep = () => {
    const at = clock();
    // A secret that nothing refers to stays as long as the draft's history: what is restored from it finds it again.
    store
      .purge({ trashedBefore: at - trashMs, unusedBefore: at - draftHistoryMs, at })
      .catch((err: unknown) =>
        log.error({ err }, "what is no longer kept could not be removed; tried again in an hour"),
      );
  };
  sweep();
  const timer = setInterval(sweep, hourMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
