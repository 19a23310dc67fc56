import { elapsedSince } from "../deliveries/records.ts";
import type { NewDelivery } from "../deliveries/store.ts";
import { deliveries } from "../schema/deliveries.ts";
import { deliveryKeys } from "../schema/delivery-keys.ts";
import { json } from "./execution-row.ts";
import { positionOf, type RowValues, valuesOf } from "./insert-of.ts";

const rowValues = valuesOf(deliveries);
const keyRow = valuesOf(deliveryKeys);
const [statusAt, receivedAtAt, durationAt] = [
  positionOf(deliveries, "status"),
  positionOf(deliveries, "receivedAt"),
  positionOf(deliveries, "durationMs"),
];

/** The row of a delivery. Its body is copied: the bytes that came with it in one chunk would travel along. */
export function deliveryValues(delivery: NewDelivery): RowValues {
  const { answer, variables, claims, headers, body, rules } = delivery;
  return rowValues({
    ...delivery,
    headers: JSON.stringify(headers.map(({ name, value }) => [name, value])),
    variables: json(variables),
    claims: json(claims),
    rules: json(rules),
    ...{ note: null, settledAt: null },
    answer: json(answer),
    body: new Uint8Array(body),
  });
}

/** The rows of what a delivery is found by. */
export function keyValues({ id, keys = [] }: NewDelivery): RowValues[] {
  return keys.map(({ name, value }) => keyRow({ deliveryId: id, name, value }));
}

/** The same row as it is written: a duration that the store is to measure ends now. */
export function measured(row: RowValues): RowValues {
  const receivedAt = row[receivedAtAt];
  if (row[durationAt] !== null || row[statusAt] === null || typeof receivedAt !== "number") return row;
  return row.with(durationAt, elapsedSince(receivedAt));
}
