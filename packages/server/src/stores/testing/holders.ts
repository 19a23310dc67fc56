import type { ExecutionsStore } from "../executions/store.ts";
import type { IntakeStore, Trial } from "../intake/store.ts";

/** Processes that take executions, as the cases of every database want them. `stores`: those of the test that runs. */
export function holders(
  stores: () => { readonly intake: IntakeStore; readonly executions: ExecutionsStore },
) {
  return {
    claim: (executionId: string, worker: string, now: number) =>
      stores().intake.claim({ executionId, worker, now }),
    due: (now: number) => stores().executions.due({ now, limit: 10 }),
    suspects: (now: number) => stores().executions.suspects({ now, limit: 10 }),
    tryOut(executionId: string, worker: string, trial: Partial<Trial> & { epoch: number }, now = 10) {
      const given = { crashes: 1, reprieves: 0, explains: false, ...trial };
      return stores().intake.claim({ executionId, worker, now, trial: given });
    },
    /** For how long, in milliseconds: by which clock is the database's affair. */
    alive: (worker: string, forMs: number) => stores().intake.heartbeat({ worker, now: 0, until: forMs }),
  };
}
