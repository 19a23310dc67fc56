import type pg from "pg";
import { insertRowsOf, lastOfEach } from "../database/postgres/insert-rows.ts";
import { inRounds, qualified, updateRowsOf } from "../database/postgres/update-rows.ts";
import { deliveryRow, elapsedSince } from "../deliveries/records.ts";
import type { NewDelivery } from "../deliveries/store.ts";
import { refusedHours } from "../schema/postgres/alerts.ts";
import { escapeText } from "../schema/postgres/columns.ts";
import { deliveries, deliveryCounters } from "../schema/postgres/deliveries.ts";
import { deliveryKeys } from "../schema/postgres/delivery-keys.ts";
import { groupsOf } from "./aside-groups.ts";
import { json } from "./execution-row.ts";
import { refusedByHour } from "./refused-hours.ts";
import type { IntakeStore } from "./store.ts";

type Given<Method extends "answered" | "refuse"> = Parameters<IntakeStore[Method]>[0];
type Count = Given<"refuse">["counts"][number];

const insertDeliveries = insertRowsOf(deliveries);
const insertKeys = insertRowsOf(deliveryKeys);
const insertCounters = insertRowsOf(deliveryCounters, {
  onConflict: `(workflow_id, reason) DO UPDATE
    SET count = kept.count + excluded.count, last_at = greatest(kept.last_at, excluded.last_at)`,
});
const insertHours = insertRowsOf(refusedHours, {
  onConflict: "(hour) DO UPDATE SET count = kept.count + excluded.count",
});
const updateAnswers = updateRowsOf(deliveries, {
  key: "id",
  set: ["status", "answer", "durationMs"],
  guard: "kept.status is null",
});

export async function writeDeliveries(client: pg.ClientBase, given: readonly NewDelivery[]): Promise<void> {
  const rows = given.map(deliveryRow);
  await insertDeliveries(
    client,
    rows.map((row) => ({
      ...row,
      body: Buffer.from(row.body.buffer, row.body.byteOffset, row.body.byteLength),
    })),
  );
  await insertKeys(
    client,
    given.flatMap(({ id, keys = [] }) => keys.map((key) => ({ ...key, deliveryId: id }))),
  );
}

export async function answered(
  client: pg.ClientBase,
  given: readonly Given<"answered">[],
): Promise<undefined[]> {
  for (const round of inRounds(given, ({ deliveryId }) => deliveryId)) {
    await updateAnswers(
      client,
      round.map(({ deliveryId, receivedAt, status, answer }) => ({
        ...{ id: deliveryId, status, answer: json(answer), durationMs: elapsedSince(receivedAt) },
      })),
    );
  }
  return given.map(() => undefined);
}

export async function refuse(client: pg.ClientBase, given: readonly Given<"refuse">[]): Promise<undefined[]> {
  const refused = given.flatMap((one) => one.deliveries);
  await writeDeliveries(client, refused);
  await insertCounters(client, summed(given.flatMap(({ counts }) => counts)));
  await insertHours(client, refusedByHour(given.flatMap(({ counts }) => counts)));
  const groups = groupsOf(refused);
  if (groups.length > 0) {
    const table = qualified(deliveries);
    await client.query(
      `delete from ${table} where id in (
        select surplus.id from unnest($1::text[], $2::text[], $3::bigint[]) as wanted(id, verdict, kept)
        cross join lateral (
          select id from ${table}
          where workflow_id = wanted.id and verdict <> 'accepted' and verdict = wanted.verdict
          order by id desc offset wanted.kept
        ) as surplus)`,
      [
        groups.map(({ workflowId }) => escapeText(workflowId)),
        groups.map(({ verdict }) => verdict),
        groups.map(({ verdict }) => Math.min(...given.map(({ keep }) => keep[verdict]))),
      ],
    );
  }
  return given.map(() => undefined);
}

/** One row a counter, in the order of their keys: other processes count the same ones. */
function summed(counts: readonly Count[]): Count[] {
  const sums = new Map<string, Count>();
  const keyOf = ({ workflowId, reason }: Count) => [workflowId, reason];
  for (const one of counts) {
    const before = sums.get(JSON.stringify(keyOf(one)));
    const count = one.count + (before?.count ?? 0);
    sums.set(JSON.stringify(keyOf(one)), {
      ...one,
      count,
      lastAt: Math.max(one.lastAt, before?.lastAt ?? 0),
    });
  }
  return lastOfEach([...sums.values()], keyOf);
}
