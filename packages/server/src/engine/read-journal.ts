import type { ExecutionHead, ExecutionsStore, JournalRecord } from "../stores/executions/store.ts";

/**
 * The journal of an execution as far as `head` knows it, piece by piece; between two of them others have the thread: of a
 * loop of 100,000 runs, all of it in one go held the door for half a second, a piece holds it for 10 ms.
 */
export async function* journalOf(
  executions: Pick<ExecutionsStore, "journal">,
  { id, nextSeq }: Pick<ExecutionHead, "id" | "nextSeq">,
): AsyncGenerator<readonly JournalRecord[]> {
  for (let from = 0; from < nextSeq; ) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve));
    const { records, next } = await executions.journal({ executionId: id, from, to: nextSeq });
    yield records;
    from = next;
  }
}
