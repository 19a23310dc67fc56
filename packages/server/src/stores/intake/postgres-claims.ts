import type pg from "pg";
import { cancelCalledTask } from "../../tasks/new-tasks.ts";
import { addTasks } from "../database/postgres/add-tasks.ts";
import { databaseTime } from "../database/postgres/database-time.ts";
import { inRounds, qualified } from "../database/postgres/update-rows.ts";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";
import { executions } from "../schema/postgres/executions.ts";
import { workers } from "../schema/postgres/workers.ts";
import { cancelledCall } from "./cancelled-call.ts";
import { json } from "./execution-row.ts";
import { closeWaits, handOver, unfinished } from "./postgres-append.ts";
import { dropBodies } from "./postgres-held.ts";
import { giveTurns } from "./postgres-turns.ts";
import type { IntakeStore } from "./store.ts";

type Method = "claim" | "heartbeat" | "forgetWorkers" | "released" | "cancelIdle";
type Given<Name extends Method> = Parameters<IntakeStore[Name]>[0];
type Claimed = { readonly epoch: number; readonly resumes: number };

const table = qualified(executions);
const dayMs = 86_400_000;

/** Workers whose lease lasts, by the database's own clock. */
const living = `(select id from ${qualified(workers)} where lease_until > ${databaseTime})`;

// What another process is at this very moment taking or changing is left to it.
const claimQuery = `update ${table} as kept
  set worker = free.taker, epoch = epoch + 1, status = 'running', wake_at = null, waiting_for = null,
    resumes = resumes + case when kept.status = 'running' and kept.worker is not null then 1 else 0 end
  from (
    select one.id, given.taker from ${table} as one
      join unnest($1::text[], $2::text[], $3::bigint[]) as given(id, taker, now) on one.id = given.id
    where (one.status in ('queued', 'waiting') and one.wake_at <= given.now)
      or (one.status = 'running' and (one.worker is null or one.worker not in ${living}))
    order by one.id for no key update of one skip locked
  ) as free
  where kept.id = free.id returning kept.id, kept.epoch, kept.resumes`;

export async function claim(
  client: pg.ClientBase,
  given: readonly Given<"claim">[],
): Promise<(Claimed | undefined)[]> {
  const claimed = new Map<Given<"claim">, Claimed>();
  for (const round of inRounds(given, ({ executionId }) => executionId)) {
    const { rows } = await client.query<{ id: string; epoch: string; resumes: string }>(claimQuery, [
      round.map(({ executionId }) => escapeText(executionId)),
      round.map(({ worker }) => escapeText(worker)),
      round.map(({ now }) => now),
    ]);
    const taken = new Map(rows.map((row) => [unescapeText(row.id), row]));
    for (const one of round) {
      const row = taken.get(one.executionId);
      if (row) claimed.set(one, { epoch: Number(row.epoch), resumes: Number(row.resumes) });
    }
  }
  return given.map((one) => claimed.get(one));
}

export async function heartbeat(
  client: pg.ClientBase,
  given: readonly Given<"heartbeat">[],
): Promise<undefined[]> {
  for (const { worker, now, until } of given) {
    await client.query(
      `insert into ${qualified(workers)} (id, started_at, lease_until) values ($1, ${databaseTime}, ${databaseTime} + $2)
        on conflict (id) do update set lease_until = excluded.lease_until`,
      [escapeText(worker), until - now],
    );
    // Long gone: what they held has been taken up or ended.
    await client.query(`delete from ${qualified(workers)} where lease_until < ${databaseTime} - ${dayMs}`);
  }
  return given.map(() => undefined);
}

export async function forgetWorkers(
  client: pg.ClientBase,
  given: readonly Given<"forgetWorkers">[],
): Promise<undefined[]> {
  for (const { worker, others } of given) {
    await client.query(`delete from ${qualified(workers)} where (id = $1) <> $2`, [
      escapeText(worker),
      others,
    ]);
  }
  return given.map(() => undefined);
}

export async function released(
  client: pg.ClientBase,
  given: readonly Given<"released">[],
): Promise<undefined[]> {
  for (const { executionIds, worker } of given) {
    await client.query(
      `update ${table} set resumes = 0, worker = null where id = any($1::text[]) and worker = $2 and ${unfinished}`,
      [executionIds.map(escapeText), escapeText(worker)],
    );
  }
  return given.map(() => undefined);
}

export async function cancelIdle(
  client: pg.ClientBase,
  given: readonly Given<"cancelIdle">[],
): Promise<boolean[]> {
  const cancelled: boolean[] = [];
  for (const { executionId, now, error, dropBody } of given) {
    const { rows } = await client.query<{
      key: string | null;
      startedBy: string;
      origin: string | null;
      deliveryId: string | null;
    }>(
      `update ${table} set status = 'cancelled', finished_at = $2, error = coalesce($3, error), wake_at = null, waiting_for = null,
          worker = null, epoch = epoch + 1
        where id = $1 and ${unfinished} and not (worker is not null and worker in ${living})
        returning concurrency_key as key, started_by as "startedBy", origin, delivery_id as "deliveryId"`,
      [escapeText(executionId), now, json(error)],
    );
    const [row] = rows;
    cancelled.push(row !== undefined);
    if (!row) continue;
    if (dropBody && row.deliveryId !== null) await dropBodies(client, [unescapeText(row.deliveryId)]);
    await closeWaits(client, [executionId]);
    await addTasks(client, { tasks: [cancelCalledTask(executionId)], at: now });
    const result = cancelledCall(executionId, row);
    if (result) await handOver(client, result, now);
    if (row.key !== null) await giveTurns(client, [{ key: unescapeText(row.key), at: now }]);
  }
  return cancelled;
}
