import type { Execution } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";

/** The version that ran; null while it loads, and for a draft, of which nobody keeps what it was then. */
export function useRanDocument({ workflowId, version }: Execution): WorkflowDocument | null {
  const ran = useQuery({
    ...api.versions.get.queryOptions({ input: { id: workflowId, version: version ?? 1 } }),
    enabled: version !== null,
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  return version === null ? null : (ran?.document ?? null);
}
