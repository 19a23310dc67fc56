import type pg from "pg";
import { qualified } from "../database/postgres/update-rows.ts";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";
import { deliveries } from "../schema/postgres/deliveries.ts";
import { workflows } from "../schema/postgres/workflows.ts";
import { claimKeys, freeKeys } from "./postgres-dedupe.ts";
import { writeDeliveries } from "./postgres-deliveries.ts";
import type { HeldRelease, IntakeStore } from "./store.ts";

type Given<Method extends "hold" | "discardHeld"> = Parameters<IntakeStore[Method]>[0];

const table = qualified(deliveries);
const waitsForPerson = "verdict = 'held' and settled_at is null";

/** The limit is met within one process; another one that holds at the same moment may come over it by a batch. */
export async function hold(
  client: pg.ClientBase,
  given: readonly Given<"hold">[],
): Promise<Awaited<ReturnType<IntakeStore["hold"]>>[]> {
  const paused = await pausedOf(client, given);
  const waiting = given.filter(({ delivery }) => paused.has(delivery.workflowId));
  const room = await roomOf(client, waiting);
  // Whoever finds no room takes no key.
  const taking = waiting.filter(({ delivery: { workflowId } }) => {
    const left = room.get(workflowId) ?? 0;
    room.set(workflowId, left - 1);
    return left > 0;
  });
  const owners = await claimKeys(
    client,
    taking.flatMap(({ claim }) => claim ?? []),
  );
  const duplicateOf = ({ claim, delivery }: Given<"hold">): string | undefined => {
    const owner = claim ? owners.get(claim) : undefined;
    return owner === delivery.id ? undefined : owner;
  };
  const held = new Set(taking.filter((one) => duplicateOf(one) === undefined));
  await writeDeliveries(
    client,
    [...held].map(({ delivery }) => delivery),
  );
  return given.map((one) => {
    if (!paused.has(one.delivery.workflowId)) return "not-paused";
    if (held.has(one)) return "held";
    const first = duplicateOf(one);
    return first === undefined ? "full" : { duplicateOf: first };
  });
}

/** False: it is not held any more. */
export async function release(
  client: pg.ClientBase,
  { held, executionId }: { held: HeldRelease; executionId: string },
): Promise<boolean> {
  const { deliveryId, version, variables, now } = held;
  const { rowCount } = await client.query(
    `update ${table} set verdict = 'accepted', execution_id = $2, version = $3, variables = $4, settled_at = $5, reason = null
      where id = $1 and ${waitsForPerson}`,
    [escapeText(deliveryId), escapeText(executionId), version, JSON.stringify(variables), now],
  );
  return rowCount === 1;
}

export async function discardHeld(
  client: pg.ClientBase,
  given: readonly Given<"discardHeld">[],
): Promise<number[]> {
  const counts: number[] = [];
  for (const { workflowId, ids, note, now, dropBodies: drops } of given) {
    const gone = drops ? ", body = ''::bytea, body_removed_at = $4" : "";
    const { rows } = await client.query<{ id: string }>(
      `update ${table} set settled_at = $4, reason = 'discarded', note = $3${gone}
        where workflow_id = $1 and id = any($2::text[]) and ${waitsForPerson} returning id`,
      [escapeText(workflowId), ids.map(escapeText), escapeText(note), now],
    );
    await freeKeys(
      client,
      rows.map(({ id }) => unescapeText(id)),
    );
    counts.push(rows.length);
  }
  return counts;
}

/** Takes the bodies of deliveries away, in the transaction that runs. */
export async function dropBodies(client: pg.ClientBase, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    `update ${table} set body = ''::bytea, body_removed_at = $2 where id = any($1::text[]) and body_removed_at is null`,
    [[...ids].sort().map(escapeText), Date.now()],
  );
}

/**
 * Which of their workflows are paused. The rows are locked against a change until the commit: a resume waits for it, and
 * whoever runs what is held after that finds all of it.
 */
async function pausedOf(
  client: pg.ClientBase,
  given: readonly Given<"hold">[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(given.map(({ delivery }) => escapeText(delivery.workflowId)))];
  const { rows } = await client.query<{ id: string; paused: boolean }>(
    `select id, paused from ${qualified(workflows)} where id = any($1::text[]) order by id for share`,
    [ids],
  );
  return new Set(rows.flatMap(({ id, paused }) => (paused ? [unescapeText(id)] : [])));
}

async function roomOf(client: pg.ClientBase, given: readonly Given<"hold">[]): Promise<Map<string, number>> {
  const most = new Map(given.map(({ delivery, most: limit }) => [delivery.workflowId, limit]));
  for (const [workflowId, limit] of most) {
    const { rows } = await client.query<{ held: string }>(
      `select count(*) as held from ${table} where workflow_id = $1 and ${waitsForPerson}`,
      [escapeText(workflowId)],
    );
    most.set(workflowId, limit - Number(rows[0]?.held ?? 0));
  }
  return most;
}
