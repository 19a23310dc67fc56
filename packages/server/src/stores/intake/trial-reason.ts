import type { WaitingReason } from "../executions/store.ts";

/** What a suspect waits for: its trial, which begins at `until` (milliseconds since 1970) at the earliest. */
export function trialReason(until: number): WaitingReason {
  return { kind: "trial", until, detail: null };
}
