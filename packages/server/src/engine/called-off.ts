import type { ExecutionOrigin, ExecutionProgress } from "../stores/executions/store.ts";
import type { JournalEffects } from "../stores/intake/store.ts";

/** The task that cancels what steps of an execution had called and wait for no more; stored with what called them off. */
export function cancelCalled(executionId: string): JournalEffects["tasks"][number] {
  return { kind: "cancel-called", payload: { executionId }, key: `called:${executionId}` };
}

export interface CancelGiven {
  readonly id: string;
  /** What its holder is told, where that is another process. */
  readonly news: "cancel" | "call-off";
  /** Why, where it was no person. */
  readonly error: ExecutionProgress["error"];
}

/** Why an execution was cancelled whose calling step was called off, for its record. */
export function calledOff(origin: ExecutionOrigin | null): NonNullable<ExecutionProgress["error"]> {
  const { executionId = "", node = "" } = origin ?? {};
  return {
    code: "caller-cancelled",
    message: `the step ${node} of the execution ${executionId} had called this one and waited for it; it was called off`,
    node: null,
  };
}
