import { elapsedSince } from "../deliveries/records.ts";
import type { NewDelivery } from "../deliveries/store.ts";
import { deliveries } from "../schema/deliveries.ts";
import { deliveryKeys } from "../schema/delivery-keys.ts";
import { json } from "./execution-row.ts";
import { positionOf, type RowValues, valuesOf } from "./insert-of.ts";

const rowValues = valuesOf(deliveries);
const keyRow = valuesOf(deliveryKeys);
const [statusAt, receivedAtAt, durationAt, bodyAt] = [
  positionOf(deliveries, "status"),
  positionOf(deliveries, "receivedAt"),
  positionOf(deliveries, "durationMs"),
  positionOf(deliveries, "body"),
];

/** Bodies up to this many bytes travel as text. */
const textBytes = 64 * 1024;

/**
 * The row of a delivery on its way to the thread. A small body goes as Latin-1 text, a character for each byte: that is
 * one copy each way, where a typed array wants a buffer outside of the heap on both sides (3 µs). A large one is copied:
 * the bytes that came with it in one chunk would travel along.
 */
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
    body: body.length <= textBytes ? latin1Of(body) : new Uint8Array(body),
  });
}

/** The rows of what a delivery is found by. */
export function keyValues({ id, keys = [] }: NewDelivery): RowValues[] {
  return keys.map(({ name, value }) => keyRow({ deliveryId: id, name, value }));
}

function latin1Of(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString("latin1");
}

/** The same row as it is written: its body as bytes, and a duration that the store is to measure ends now. */
export function written(values: RowValues): RowValues {
  const row = values.slice();
  const { [bodyAt]: body, [receivedAtAt]: receivedAt } = row;
  if (typeof body === "string") row[bodyAt] = Buffer.from(body, "latin1");
  if (row[durationAt] === null && row[statusAt] !== null && typeof receivedAt === "number") {
    row[durationAt] = elapsedSince(receivedAt);
  }
  return row;
}
