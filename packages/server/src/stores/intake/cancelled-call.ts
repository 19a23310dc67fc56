import type { ExecutionOrigin } from "../executions/store.ts";
import type { IntakeStore } from "./store.ts";

/**
 * What the step that called an execution gets when that is cancelled while nobody holds it; null: no step waits for it.
 * `origin` is the JSON text of an `ExecutionOrigin`.
 */
export function cancelledCall(
  executionId: string,
  { startedBy, origin }: { readonly startedBy: string; readonly origin: string | null },
): Parameters<IntakeStore["append"]>[0]["result"] {
  if (startedBy !== "call" || origin === null) return null;
  const { executionId: caller, node, frame = "" }: ExecutionOrigin = JSON.parse(origin);
  if (caller === undefined || node === undefined) return null;
  return {
    place: { executionId: caller, node, frame },
    woken: { by: "call", executionId, status: "cancelled", output: null, error: null },
  };
}
