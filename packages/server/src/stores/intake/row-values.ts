import type { NewDelivery } from "../deliveries/store.ts";
import type { ExecutionProgress, NewExecution } from "../executions/store.ts";
import { deliveries } from "../schema/deliveries.ts";
import { executions } from "../schema/executions.ts";
import { positionOf, type RowValues, valuesOf } from "./insert-of.ts";

const valuesOfDelivery = valuesOf(deliveries);
const valuesOfExecution = valuesOf(executions);
const [statusAt, receivedAtAt, durationAt] = [
  positionOf(deliveries, "status"),
  positionOf(deliveries, "receivedAt"),
  positionOf(deliveries, "durationMs"),
];

/** The row of a delivery. Its body is copied: the bytes that came with it in one chunk would travel along. */
export function deliveryValues(delivery: NewDelivery): RowValues {
  const { answer, variables, headers, body } = delivery;
  return valuesOfDelivery({
    ...delivery,
    headers: JSON.stringify(headers.map(({ name, value }) => [name, value])),
    variables: json(variables),
    answer: json(answer),
    body: new Uint8Array(body),
  });
}

/** The same row as it is written: a duration that the store is to measure ends now. */
export function measured(row: RowValues): RowValues {
  const receivedAt = row[receivedAtAt];
  if (row[durationAt] !== null || row[statusAt] === null || typeof receivedAt !== "number") return row;
  return row.with(durationAt, elapsedSince(receivedAt));
}

export function executionValues(execution: NewExecution): RowValues {
  const { input, document } = execution;
  return valuesOfExecution({
    ...execution,
    ...progressColumns(execution),
    resumes: 0,
    input: json(input),
    document: json(document),
  });
}

/** What changes in an execution's row, by the names of the schema. */
export function progressColumns(progress: ExecutionProgress) {
  const { status, startedAt, finishedAt, answer, error, failedByDesign, warnings } = progress;
  return {
    status,
    startedAt,
    finishedAt,
    answer: json(answer),
    error: json(error),
    failedByDesign,
    warnings: warnings.length > 0 ? JSON.stringify(warnings) : null,
  };
}

export function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** Whole milliseconds since a moment. */
export function elapsedSince(receivedAt: number): number {
  return Math.max(0, Math.round(Date.now() - receivedAt));
}
