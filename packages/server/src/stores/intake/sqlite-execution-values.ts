import type { NewExecution } from "../executions/store.ts";
import { executions } from "../schema/executions.ts";
import { executionRow } from "./execution-row.ts";
import { positionOf, type RowValues, valuesOf } from "./insert-of.ts";

const rowValues = valuesOf(executions);
const wakeAtAt = positionOf(executions, "wakeAt");
const waitingForAt = positionOf(executions, "waitingFor");

/** The row of a new execution as a list of values. */
export function executionValues(execution: NewExecution): RowValues {
  return rowValues(executionRow(execution));
}

/** The row of one that waits for its turn among those of its concurrency key. */
export function waitingForTurn(row: RowValues, key: string): RowValues {
  const waitingFor = { kind: "turn", until: null, detail: key };
  return row.with(wakeAtAt, null).with(waitingForAt, JSON.stringify(waitingFor));
}
