import type { EventStart, StartCounts } from "./store.ts";

/** A row of what an event started, as every database gives it back. `problem` is JSON text of our own writing. */
export function toStart(row: {
  readonly workflowId: string;
  readonly executionId: string | null;
  readonly problem: string | null;
}): EventStart {
  const { workflowId, executionId, problem } = row;
  return {
    ...{ workflowId, executionId },
    problem: problem === null ? null : (JSON.parse(problem) as EventStart["problem"]),
  };
}

/** The row of it. */
export function startRow(eventId: string, { workflowId, executionId, problem }: EventStart) {
  return { eventId, workflowId, executionId, problem: problem && JSON.stringify(problem) };
}

/** From how many workflows were to be started by each event, and how many of them were not. */
export function countsById(
  rows: readonly { readonly id: string; readonly all: number; readonly refused: number }[],
): Map<string, StartCounts> {
  return new Map(rows.map(({ id, all, refused }) => [id, { started: all - refused, refused }]));
}
