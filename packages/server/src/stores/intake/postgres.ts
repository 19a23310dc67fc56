import type pg from "pg";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { insertRowsOf } from "../database/postgres/insert-rows.ts";
import { inRounds, qualified, updateRowsOf } from "../database/postgres/update-rows.ts";
import { createBatchWriter } from "../database/postgres/writer.ts";
import { deliveryRow, elapsedSince } from "../deliveries/records.ts";
import { executionRow, progressColumns } from "../executions/records.ts";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";
import { deliveries } from "../schema/postgres/deliveries.ts";
import { executions } from "../schema/postgres/executions.ts";
import { journal } from "../schema/postgres/journal.ts";
import { countRefusals, pruneRefused } from "./postgres-refusals.ts";
import type { IntakeStore } from "./store.ts";

type Given<Method extends "accept" | "append" | "answered" | "refuse"> = Parameters<IntakeStore[Method]>[0];
type Client = pg.ClientBase;

const unfinished = "status in ('queued', 'running', 'waiting')";

const insertDeliveries = insertRowsOf(deliveries);
const insertExecutions = insertRowsOf(executions);
const insertJournal = insertRowsOf(journal);
const updateProgress = updateRowsOf(executions, {
  key: "id",
  set: ["status", "startedAt", "finishedAt", "answer", "error", "failedByDesign", "warnings"],
  guard: `kept.${unfinished}`,
});
const updateAnswers = updateRowsOf(deliveries, {
  key: "id",
  set: ["status", "answer", "durationMs"],
  guard: "kept.status is null",
});

/** Intake in PostgreSQL: one writer with group commit, each kind of operation a statement or two for all that wait. */
export function createPostgresIntakeStore(database: PostgresDatabase): IntakeStore {
  const operations = { accept, append, answered, refuse, resumed, released };
  const writer = createBatchWriter(database.intakePool, operations);
  return {
    accept: (given) => writer.write("accept", given),
    append: (given) => writer.write("append", given),
    answered: (given) => writer.write("answered", given),
    refuse: (given) => writer.write("refuse", given),
    resumed: (executionId) => writer.write("resumed", executionId),
    released: (executionIds) => writer.write("released", executionIds),
    get waiting() {
      return writer.waiting;
    },
    // A failed fsync is PostgreSQL's own affair: it ends itself and recovers from its log.
    broken: false,
    drain: () => writer.drain(),
  };
}

async function accept(client: Client, given: readonly Given<"accept">[]): Promise<undefined[]> {
  await insertDeliveries(
    client,
    given.flatMap(({ delivery }) => (delivery ? [rowOf(delivery)] : [])),
  );
  await insertExecutions(
    client,
    given.map(({ execution }) => executionRow(execution)),
  );
  const first = given.map(({ execution, journal: records }) => ({
    executionId: execution.id,
    seq: 0,
    records,
  }));
  await insertJournal(client, withRecords(first));
  return given.map(() => undefined);
}

async function append(client: Client, given: readonly Given<"append">[]): Promise<boolean[]> {
  const open = new Map<Given<"append">, boolean>();
  for (const round of inRounds(given, ({ executionId }) => executionId)) {
    const progressing = round.flatMap(({ executionId, progress }) =>
      progress ? [{ id: executionId, ...progressColumns(progress) }] : [],
    );
    const resting = round.filter(({ progress }) => !progress).map(({ executionId }) => executionId);
    const still = new Set([
      ...(await updateProgress(client, progressing)),
      ...(await lockOpen(client, resting)),
    ]);
    for (const one of round) open.set(one, still.has(one.executionId));
    const chunks = round.flatMap(({ chunk, executionId }) =>
      chunk && still.has(executionId) ? [chunk] : [],
    );
    await insertJournal(client, chunks);
  }
  return given.map((one) => open.get(one) ?? false);
}

/** Which of these have not ended, and cannot end before this transaction does. */
async function lockOpen(client: Client, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await client.query<{ id: string }>(
    `select id from ${qualified(executions)} where id = any($1::text[]) and ${unfinished} order by id for no key update`,
    [ids.map(escapeText)],
  );
  return new Set(rows.map(({ id }) => unescapeText(id)));
}

async function answered(client: Client, given: readonly Given<"answered">[]): Promise<undefined[]> {
  for (const round of inRounds(given, ({ deliveryId }) => deliveryId)) {
    await updateAnswers(
      client,
      round.map(({ deliveryId, receivedAt, status, answer }) => ({
        id: deliveryId,
        status,
        answer: answer && JSON.stringify(answer),
        durationMs: elapsedSince(receivedAt),
      })),
    );
  }
  return given.map(() => undefined);
}

async function refuse(client: Client, given: readonly Given<"refuse">[]): Promise<undefined[]> {
  const refused = given.flatMap((one) => one.deliveries);
  await insertDeliveries(client, refused.map(rowOf));
  await countRefusals(
    client,
    given.flatMap(({ counts }) => counts),
  );
  const keep = Math.min(...given.map((one) => one.keep));
  await pruneRefused(client, {
    keep,
    workflowIds: [...new Set(refused.map(({ workflowId }) => workflowId))],
  });
  return given.map(() => undefined);
}

async function resumed(client: Client, given: readonly string[]): Promise<number[]> {
  const results = new Map<number, number>();
  const numbered = given.map((id, at) => ({ id, at }));
  for (const round of inRounds(numbered, ({ id }) => id)) {
    const { rows } = await client.query<{ id: string; resumes: string }>(
      `update ${qualified(executions)} set resumes = resumes + 1
        where id = any($1::text[]) and ${unfinished} returning id, resumes`,
      [round.map(({ id }) => escapeText(id))],
    );
    const counts = new Map(rows.map(({ id, resumes }) => [unescapeText(id), Number(resumes)]));
    for (const { id, at } of round) results.set(at, counts.get(id) ?? 0);
  }
  return given.map((_, at) => results.get(at) ?? 0);
}

async function released(client: Client, given: readonly (readonly string[])[]): Promise<undefined[]> {
  await client.query(
    `update ${qualified(executions)} set resumes = 0 where id = any($1::text[]) and ${unfinished}`,
    [given.flat().map(escapeText)],
  );
  return given.map(() => undefined);
}

function rowOf(delivery: Given<"refuse">["deliveries"][number]) {
  const row = deliveryRow(delivery);
  return { ...row, body: Buffer.from(row.body.buffer, row.body.byteOffset, row.body.byteLength) };
}

function withRecords<Row extends { readonly records: string | null }>(rows: readonly Row[]) {
  return rows.flatMap((row) => (row.records === null ? [] : [{ ...row, records: row.records }]));
}
