import type { Execution } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useQuery } from "@tanstack/react-query";
import { versionQuery } from "../../api/version-query.ts";

/** The version that ran; null while it loads, and for a draft, of which nobody keeps what it was then. */
export function useRanDocument({ workflowId, version }: Execution): WorkflowDocument | null {
  const ran = useQuery({
    ...versionQuery(workflowId, version ?? 1),
    enabled: version !== null,
  }).data;
  return version === null ? null : (ran?.document ?? null);
}
