import { setImmediate as turn } from "node:timers/promises";
import type { Overview } from "@sluice/api/schemas";
import type { ExecutionsStore, JournalRecord } from "../stores/executions/store.ts";
import type { FiguresStore } from "../stores/figures/store.ts";

const hourMs = 60 * 60 * 1000;
const hours = 24;
/** The newest of each hour: a busy one does not hide the others. */
const perHour = 10;
/** Rows of a journal and records of all that are read. */
const rowsOfEach = 8;
const mostRecords = 50_000;
const shown = 8;
/** Fewer say nothing. */
const fewestSteps = 3;

interface Times {
  readonly workflowId: string;
  readonly node: string;
  readonly type: string;
  readonly taken: number[];
}

/**
 * The slowest nodes of the last day, by the time that 95 of a hundred steps took at most, out of a sample of its executions.
 * What sleeps (a delay, an approval, a callback) is not slow: it is left out.
 */
export async function slowNodes(
  given: {
    readonly figures: Pick<FiguresStore, "sample">;
    readonly executions: Pick<ExecutionsStore, "journal">;
  },
  now: number,
): Promise<Overview["slowest"]> {
  const times = new Map<string, Times>();
  let executions = 0;
  let records = 0;
  for (let hour = 1; hour <= hours && records < mostRecords; hour += 1) {
    const from = now - hour * hourMs;
    const sample = await given.figures.sample({ from, to: from + hourMs, limit: perHour });
    for (const { id, workflowId } of sample) {
      const page = await given.executions.journal({ executionId: id, from: 0, to: rowsOfEach });
      executions += 1;
      records += page.records.length;
      take(times, workflowId, page.records);
    }
    await turn();
  }
  const nodes = [...times.values()]
    .filter(({ taken }) => taken.length >= fewestSteps)
    .map(({ taken, ...node }) => {
      const sorted = taken.sort((one, other) => one - other);
      return { ...node, steps: sorted.length, p95Ms: at(sorted, 0.95), medianMs: at(sorted, 0.5) };
    })
    .sort((one, other) => other.p95Ms - one.p95Ms || (one.node < other.node ? -1 : 1));
  return { executions, nodes: nodes.slice(0, shown) };
}

function take(times: Map<string, Times>, workflowId: string, records: readonly JournalRecord[]): void {
  const asleep = new Set(records.flatMap((one) => (one.kind === "suspended" ? [one.order] : [])));
  for (const record of records) {
    if (record.kind !== "finished" && record.kind !== "failed") continue;
    const { node, type, order, startedAt, finishedAt } = record;
    if (asleep.has(order)) continue;
    const key = `${workflowId} ${node}`;
    const known = times.get(key) ?? { workflowId, node, type, taken: [] };
    times.set(key, known);
    known.taken.push(Math.max(0, finishedAt - startedAt));
  }
}

/** The value that so much of a sorted list does not exceed. */
function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
