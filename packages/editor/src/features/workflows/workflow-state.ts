import type { WorkflowSummary } from "@sluice/api/schemas";
import type { Tone } from "../../ui/status-badge.tsx";

export type WorkflowState = "draft" | "published" | "paused";

/** What a workflow's URL does at the moment: nothing yet, take deliveries, or turn them away for a while. */
export function stateOf({ published, paused }: Pick<WorkflowSummary, "published" | "paused">): WorkflowState {
  if (published === null) return "draft";
  return paused ? "paused" : "published";
}

export const toneOfState: Readonly<Record<WorkflowState, Tone>> = {
  draft: "neutral",
  published: "success",
  paused: "warning",
};
