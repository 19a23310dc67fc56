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
import type { IntakeStore, Trial } from "./store.ts";
import { trialReason } from "./trial-reason.ts";

type Method = "claim" | "suspect" | "heartbeat" | "forgetWorkers" | "released" | "giveFree" | "cancelIdle";
type Given<Name extends Method> = Parameters<IntakeStore[Name]>[0];
type Claimed = { readonly epoch: number };

const table = qualified(executions);
const dayMs = 86_400_000;

/** Workers whose lease lasts, by the database's own clock. */
const living = `(select id from ${qualified(workers)} where lease_until > ${databaseTime})`;

// What another process is at this very moment taking or changing is left to it.
const claimQuery = `update ${table} as kept
  set worker = free.taker, epoch = epoch + 1, status = 'running', wake_at = null, waiting_for = null,
    crashes = 0, reprieves = null, trial_at = null
  from (
    select one.id, given.taker from ${table} as one
      join unnest($1::text[], $2::text[], $3::bigint[]) as given(id, taker, now) on one.id = given.id
    where (one.status in ('queued', 'waiting') and one.wake_at <= given.now and one.suspected_at is null)
      or (one.status = 'running' and one.worker is null)
    order by one.id for no key update of one skip locked
  ) as free
  where kept.id = free.id returning kept.id, kept.epoch`;

const claimSuspectQuery = `update ${table} as kept
  set worker = $2, epoch = epoch + 1, status = 'running', wake_at = null, waiting_for = null,
    crashes = $4, reprieves = $5, suspected_at = null, trial_at = $6
  where id = $1 and epoch = $3 and ((status = 'running' and worker is not null and worker not in ${living})
    or (status = 'waiting' and suspected_at is not null))
  returning epoch, (select before.worker from ${table} as before where before.id = $1) as former`;

export async function claim(
  client: pg.ClientBase,
  given: readonly Given<"claim">[],
): Promise<(Claimed | undefined)[]> {
  const claimed = new Map<Given<"claim">, Claimed>();
  for (const one of given) {
    const taken = one.trial && (await claimSuspect(client, one, one.trial));
    if (taken) claimed.set(one, taken);
  }
  const plain = given.filter(({ trial }) => trial === undefined);
  for (const round of inRounds(plain, ({ executionId }) => executionId)) {
    const { rows } = await client.query<{ id: string; epoch: string }>(claimQuery, [
      round.map(({ executionId }) => escapeText(executionId)),
      round.map(({ worker }) => escapeText(worker)),
      round.map(({ now }) => now),
    ]);
    const taken = new Map(rows.map((row) => [unescapeText(row.id), row]));
    for (const one of round) {
      const row = taken.get(one.executionId);
      if (row) claimed.set(one, { epoch: Number(row.epoch) });
    }
  }
  return given.map((one) => claimed.get(one));
}

async function claimSuspect(
  client: pg.ClientBase,
  { executionId, worker, now }: Given<"claim">,
  { epoch, crashes, reprieves, explains }: Trial,
): Promise<Claimed | undefined> {
  const { rows } = await client.query<{ epoch: string; former: string | null }>(claimSuspectQuery, [
    ...[escapeText(executionId), escapeText(worker), epoch, crashes, reprieves, now],
  ]);
  const [row] = rows;
  if (!row) return undefined;
  if (explains && row.former !== null) {
    await client.query(`update ${qualified(workers)} set explained = true where id = $1`, [row.former]);
  }
  return { epoch: Number(row.epoch) };
}

export async function suspect(client: pg.ClientBase, given: readonly Given<"suspect">[]): Promise<boolean[]> {
  const waits: boolean[] = [];
  for (const { executionId, epoch, crashes, reprieves, now, until } of given) {
    const { rowCount } = await client.query(
      `update ${table} set status = 'waiting', worker = null, epoch = epoch + 1, wake_at = $3, waiting_for = $4,
          crashes = $5, reprieves = $6, suspected_at = $7, trial_at = $3
        where id = $1 and epoch = $2 and ${unfinished}`,
      [escapeText(executionId), epoch, until, json(trialReason(until)), crashes, reprieves, now],
    );
    waits.push(rowCount === 1);
  }
  return waits;
}

export async function heartbeat(
  client: pg.ClientBase,
  given: readonly Given<"heartbeat">[],
): Promise<undefined[]> {
  for (const { worker, now, until } of given) {
    await client.query(
      `insert into ${qualified(workers)} (id, started_at, lease_until, seen_at, explained)
        values ($1, ${databaseTime}, ${databaseTime} + $2, ${databaseTime}, false)
        on conflict (id) do update set lease_until = excluded.lease_until, seen_at = excluded.seen_at`,
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
    const query = others
      ? `update ${qualified(workers)} set lease_until = least(lease_until, ${databaseTime}) where id <> $1`
      : `delete from ${qualified(workers)} where id = $1`;
    await client.query(query, [escapeText(worker)]);
  }
  return given.map(() => undefined);
}

export async function released(
  client: pg.ClientBase,
  given: readonly Given<"released">[],
): Promise<undefined[]> {
  for (const { executionIds, worker } of given) {
    await client.query(
      `update ${table} set crashes = 0, reprieves = null, trial_at = null, worker = null
        where id = any($1::text[]) and worker = $2 and ${unfinished}`,
      [executionIds.map(escapeText), escapeText(worker)],
    );
  }
  return given.map(() => undefined);
}

export async function giveFree(
  client: pg.ClientBase,
  given: readonly Given<"giveFree">[],
): Promise<boolean[]> {
  const freed: boolean[] = [];
  for (const { executionId, epoch, worker } of given) {
    const { rowCount } = await client.query(
      `update ${table} set worker = null, epoch = epoch + 1
        where id = $1 and epoch = $2 and worker = $3 and status = 'running'`,
      [escapeText(executionId), epoch, escapeText(worker)],
    );
    freed.push(rowCount === 1);
  }
  return freed;
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
