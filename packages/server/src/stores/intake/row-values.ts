import { deliveryRow, elapsedSince } from "../deliveries/records.ts";
import type { NewDelivery } from "../deliveries/store.ts";
import type { NewExecution } from "../executions/store.ts";
import { deliveries } from "../schema/deliveries.ts";
import { executions } from "../schema/executions.ts";
import { executionRow } from "./execution-row.ts";
import { positionOf, type RowValues, valuesOf } from "./insert-of.ts";

const valuesOfDelivery = valuesOf(deliveries);
const [statusAt, receivedAtAt, durationAt] = [
  positionOf(deliveries, "status"),
  positionOf(deliveries, "receivedAt"),
  positionOf(deliveries, "durationMs"),
];
const valuesOfExecution = valuesOf(executions);
const [wakeAtAt, waitingForAt] = [positionOf(executions, "wakeAt"), positionOf(executions, "waitingFor")];

/** The row of a delivery. Its body is copied: the bytes that came with it in one chunk would travel along. */
export function deliveryValues(delivery: NewDelivery): RowValues {
  const { durationMs, body } = delivery;
  return valuesOfDelivery({ ...deliveryRow(delivery), durationMs, body: new Uint8Array(body) });
}

/** The same row as it is written: a duration that the store is to measure ends now. */
export function measured(row: RowValues): RowValues {
  const receivedAt = row[receivedAtAt];
  if (row[durationAt] !== null || row[statusAt] === null || typeof receivedAt !== "number") return row;
  return row.with(durationAt, elapsedSince(receivedAt));
}

export function executionValues(execution: NewExecution): RowValues {
  return valuesOfExecution(executionRow(execution));
}

/** The row of one that waits for its turn among those of its concurrency key. */
export function waitingForTurn(row: RowValues, key: string): RowValues {
  const waitingFor = { kind: "turn", until: null, detail: key };
  return row.with(wakeAtAt, null).with(waitingForAt, JSON.stringify(waitingFor));
}
