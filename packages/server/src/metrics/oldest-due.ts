import type { ExecutionsStore } from "../stores/executions/store.ts";

/** How long the execution that has been due the longest waits for somebody to take it up, in seconds; 0: none does. */
export async function oldestDue(
  executions: Pick<ExecutionsStore, "due" | "head">,
  now: number,
): Promise<number> {
  const [id] = await executions.due({ now, limit: 1 });
  const oldest = id === undefined ? undefined : await executions.head(id);
  return oldest ? Math.max(0, now - (oldest.wakeAt ?? oldest.queuedAt)) / 1000 : 0;
}
