import type { ExecutionCount } from "./store.ts";

/** One counted stretch, as a database gives it: PostgreSQL has texts for sums. */
export interface CountedStretch {
  readonly workflowId: string;
  readonly slot: number | string;
  readonly runs: number | string;
  readonly failed: number | string;
}

/** The counts of each workflow in the order of time. */
export function byWorkflow(
  rows: readonly CountedStretch[],
  { workflowIds, stretches }: { workflowIds: readonly string[]; stretches: number },
): Map<string, ExecutionCount[]> {
  const found = new Map(
    workflowIds.map((id): [string, ExecutionCount[]] => [
      id,
      Array.from({ length: stretches }, () => ({ runs: 0, failed: 0 })),
    ]),
  );
  for (const { workflowId, slot, runs, failed } of rows) {
    const counts = found.get(workflowId);
    if (counts) counts[Number(slot)] = { runs: Number(runs), failed: Number(failed) };
  }
  return found;
}
