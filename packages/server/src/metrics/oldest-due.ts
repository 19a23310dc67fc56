import type { ExecutionsStore } from "../stores/executions/store.ts";

export interface DueGiven {
  readonly executions: Pick<ExecutionsStore, "due" | "head">;
  /** Since when this process holds an execution that it does not perform, in milliseconds since 1970; null: there is none. */
  readonly straySince: () => number | null;
}

/** How long the execution that has been due the longest waits for somebody to take it up, in seconds; 0: none does. */
export async function oldestDue({ executions, straySince }: DueGiven, now: number): Promise<number> {
  const [id] = await executions.due({ now, limit: 1 });
  const oldest = id === undefined ? undefined : await executions.head(id);
  const since = oldest ? (oldest.wakeAt ?? oldest.queuedAt) : now;
  return Math.max(0, now - Math.min(since, straySince() ?? now)) / 1000;
}
