import type { JournalEffects } from "../stores/intake/store.ts";
import type { RunGiven } from "./run-given.ts";

/** The task that tells of an end, stored with it; undefined: nobody is told. What succeeds costs nothing unless it is asked for. */
export function reportOf(
  status: "succeeded" | "failed" | "cancelled" | "timed-out",
  { id: executionId, tellsSuccess }: Pick<RunGiven, "id" | "tellsSuccess">,
): JournalEffects["tasks"][number] | undefined {
  if (status === "failed" || status === "timed-out") {
    return { kind: "report-failure", payload: { executionId } };
  }
  if (status === "succeeded" && tellsSuccess()) return { kind: "report-success", payload: { executionId } };
  return undefined;
}
