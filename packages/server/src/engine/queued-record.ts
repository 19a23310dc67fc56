import type { NewExecution } from "../stores/executions/store.ts";
import type { JournalEffects } from "../stores/intake/store.ts";
import { noEffects } from "./journal-effects.ts";
import type { RunningExecution } from "./run-execution.ts";

/** What tells one of the other processes that an execution is due. */
export function runTask(executionId: string): JournalEffects {
  return { ...noEffects(), tasks: [{ kind: "run-execution", payload: { executionId } }] };
}

/** An execution as it is stored before anything has happened in it. */
export function queuedRecord(run: RunningExecution): NewExecution {
  const { queuedAt } = run.given;
  return { ...run.record(), status: "queued", startedAt: null, worker: null, wakeAt: queuedAt };
}
