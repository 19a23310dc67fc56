import { randomUUID } from "node:crypto";
import type pg from "pg";
import { isUnavailable, LostAnswerError, StoreUnavailableError } from "../../store-unavailable.ts";
import { isRepeatable } from "./transaction.ts";

/** One statement or a few for many callers at once; answers in their order. Repeatable; touches only the database. */
export type Batch<Given, Result> = (
  client: pg.ClientBase,
  given: readonly Given[],
) => Promise<readonly Result[]>;

type Batches = { readonly [name: string]: Batch<never, unknown> };
type GivenOf<One> = One extends Batch<infer Given, unknown> ? Given : never;
type ResultOf<One> = One extends (...given: never[]) => Promise<readonly (infer Result)[]> ? Result : never;

/** Group commit: whatever waits is committed together, at once when idle. */
export interface BatchWriter<Operations extends Batches> {
  /**
   * Resolves when the commit is on disk. Rejects with a `StoreUnavailableError` when the database cannot take it, and with
   * what the operation threw otherwise; its neighbours are committed all the same.
   *
   * Operations that wait together are done by kind: who needs one before the other waits for it.
   */
  write<Name extends keyof Operations & string>(
    name: Name,
    given: GivenOf<Operations[Name]>,
  ): Promise<ResultOf<Operations[Name]>>;
  readonly waiting: number;
  drain(): Promise<void>;
}

interface Waiting {
  readonly name: string;
  readonly given: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Results = ReadonlyMap<Waiting, unknown>;

const groupSize = 500;
const repeats = 5;
/** How long the database is asked what became of a commit whose answer was lost, in milliseconds. */
const usualDoubtMs = 8000;
const doubtPauseMs = 250;

/** Marks of processes that are long gone. */
const oldMarkMs = 24 * 3_600_000;

/** The mark that a writer's last transaction left; undefined before the first. */
interface Marks {
  last: string | undefined;
}

/** What can be asked of a commit whose answer was lost. */
class DoubtfulCommit extends LostAnswerError {
  readonly mark: string;
  readonly transactionId: string;
  readonly results: Results;
  constructor(given: { mark: string; transactionId: string; results: Results; cause: unknown }) {
    super(given.cause);
    this.mark = given.mark;
    this.transactionId = given.transactionId;
    this.results = given.results;
  }
}

/**
 * The one writer of a process on PostgreSQL. A round trip and an fsync each cost what hundreds of rows cost: operations
 * that wait together share one transaction, those of one kind one statement.
 */
export function createBatchWriter<Operations extends Batches>(
  pool: pg.Pool,
  operations: Operations,
  { doubtMs = usualDoubtMs }: { readonly doubtMs?: number } = {},
): BatchWriter<Operations> {
  const known = new Map(Object.entries(operations));
  const queue: Waiting[] = [];
  const marks: Marks = { last: undefined };
  let busy = false;
  let drained: (() => void)[] = [];

  const perform = async (client: pg.ClientBase, name: string, waiting: readonly Waiting[]) => {
    const batch = known.get(name);
    if (!batch) throw new Error(`there is no write operation ${name}`);
    const results = await batch(client, waiting.map(({ given }) => given) as never[]);
    return new Map(waiting.map((one, index) => [one, results[index]]));
  };

  const together = (group: readonly Waiting[]): Promise<Results> =>
    transaction({ pool, marks, doubtMs }, async (client) => {
      const results = new Map<Waiting, unknown>();
      for (const [name, waiting] of Map.groupBy(group, (one) => one.name)) {
        for (const [one, result] of await perform(client, name, waiting)) results.set(one, result);
      }
      return results;
    });

  /** After a failure: the same again, each behind a savepoint of its own, so that only the guilty one fails. */
  const apart = async (group: readonly Waiting[]): Promise<{ results: Results; failures: Results }> => {
    const failures = new Map<Waiting, unknown>();
    const results = await transaction({ pool, marks, doubtMs }, async (client) => {
      const done = new Map<Waiting, unknown>();
      failures.clear();
      for (const one of group) {
        await client.query("SAVEPOINT one");
        try {
          for (const [, result] of await perform(client, one.name, [one])) done.set(one, result);
          await client.query("RELEASE SAVEPOINT one");
        } catch (error) {
          if (isUnavailable(error) || isRepeatable(error)) throw error;
          await client.query("ROLLBACK TO SAVEPOINT one");
          failures.set(one, error);
        }
      }
      return done;
    });
    return { results, failures };
  };

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      resolveAll(group, await together(group));
    } catch (error) {
      if (isUnavailable(error)) return refuseAll(group, error);
      try {
        const { results, failures } = await apart(group);
        for (const [one, failure] of failures) one.reject(failure);
        resolveAll(
          group.filter((one) => !failures.has(one)),
          results,
        );
      } catch (failure) {
        refuseAll(group, failure);
      }
    }
  };

  const flush = async (): Promise<void> => {
    while (queue.length > 0) await settle(queue.splice(0, groupSize));
    busy = false;
    const waiting = drained;
    drained = [];
    for (const done of waiting) done();
  };

  return {
    write(name, given) {
      return new Promise((resolve, reject) => {
        queue.push({ name, given, resolve: resolve as (result: unknown) => void, reject });
        if (busy) return;
        busy = true;
        // After the input that is ready now: requests that came together are committed together.
        setImmediate(() => void flush());
      });
    },
    get waiting() {
      return queue.length;
    },
    drain: () => (busy ? new Promise((resolve) => drained.push(resolve)) : Promise.resolve()),
  };
}

/** A transaction whose commit is certain or not done at all, repeated when PostgreSQL took it back for another one. */
async function transaction(
  given: { pool: pg.Pool; marks: Marks; doubtMs: number },
  work: (client: pg.ClientBase) => Promise<Results>,
): Promise<Results> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(given, work);
    } catch (error) {
      if (error instanceof DoubtfulCommit) return await certainty(given, error);
      if (attempt === repeats || !isRepeatable(error)) throw error;
    }
  }
}

async function once(
  { pool, marks }: { pool: pg.Pool; marks: Marks },
  work: (client: pg.ClientBase) => Promise<Results>,
): Promise<Results> {
  const mark = randomUUID();
  const client = await pool.connect();
  let broken = false;
  try {
    const begun = await client.query(beginning(mark, marks));
    const transactionId = transactionIdOf(begun);
    const results = await work(client);
    await client.query("COMMIT").catch((cause: unknown) => {
      if (isUnavailable(cause)) throw new DoubtfulCommit({ mark, transactionId, results, cause });
      throw cause;
    });
    marks.last = mark;
    return results;
  } catch (error) {
    broken = isUnavailable(error);
    if (!broken) {
      await client.query("ROLLBACK").catch(() => {
        broken = true;
      });
    }
    throw error;
  } finally {
    client.release(broken);
  }
}

/** One round trip: a transaction begins, leaves its mark, and says its number. */
function beginning(mark: string, { last }: Marks): string {
  const at = Date.now();
  const gone = last === undefined ? `made_at < ${at - oldMarkMs}` : `id = '${last}'`;
  return `BEGIN; INSERT INTO sluice.commit_marks (id, made_at) VALUES ('${mark}', ${at});
    DELETE FROM sluice.commit_marks WHERE ${gone}; SELECT pg_current_xact_id()::text AS id`;
}

/**
 * Asks the database what became of a commit: its mark is there, also after a restart, or it was not done. Without this, a
 * sender would be told 503 for what is stored, and an execution would meet its own journal as a stranger's. The number
 * alone says only whether it is still under way: after a crash of the server another transaction may have it.
 */
async function certainty(
  { pool, marks, doubtMs }: { pool: pg.Pool; marks: Marks; doubtMs: number },
  doubt: DoubtfulCommit,
): Promise<Results> {
  const until = performance.now() + doubtMs;
  // Twice: it may be done between the look at the marks and the look at its state.
  for (let over = 0; over < 2 && performance.now() < until; ) {
    try {
      const { rows } = await pool.query<{ there: boolean; status: string | null }>(
        `select exists (select from sluice.commit_marks where id = $1) as there,
          pg_xact_status($2::text::xid8) as status`,
        [doubt.mark, doubt.transactionId],
      );
      if (rows[0]?.there) {
        marks.last = doubt.mark;
        return doubt.results;
      }
      if (rows[0]?.status !== "in progress") {
        over += 1;
        continue;
      }
    } catch (error) {
      // A number that the server does not know any more was given by one that crashed.
      if (!isUnavailable(error)) break;
    }
    await new Promise((resolve) => setTimeout(resolve, doubtPauseMs));
  }
  throw doubt;
}

/** node-postgres answers several statements with a list that its types do not know. */
function transactionIdOf(answer: unknown): string {
  const id = (answer as pg.QueryResult<{ id: string }>[]).at(-1)?.rows[0]?.id;
  if (id === undefined) throw new Error("the database gave a transaction no number");
  return id;
}

function resolveAll(group: readonly Waiting[], results: Results): void {
  for (const one of group) one.resolve(results.get(one));
}

function refuseAll(group: readonly Waiting[], cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const error = new StoreUnavailableError(`the database cannot be written: ${reason}`, { cause });
  for (const one of group) one.reject(error);
}
