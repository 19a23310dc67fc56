import type Sqlite from "better-sqlite3";
import { isUnavailable, StoreUnavailableError, sqliteCodeOf } from "../store-unavailable.ts";

/**
 * What a writer can be asked to do, by name. Each takes plain data and runs inside a transaction that others share:
 * it must be repeatable and touch nothing but the database.
 */
export type WriteOperations = { readonly [name: string]: (given: never) => unknown };

/** Group commit: whatever waits is committed together, at once when idle. */
export interface Writer<Operations extends WriteOperations> {
  /**
   * Resolves with the operation's result when its commit is on disk. Rejects with a `StoreUnavailableError` when the
   * database cannot take it, and with what the operation threw otherwise; its neighbours are committed all the same.
   */
  write<Name extends keyof Operations & string>(
    name: Name,
    given: Parameters<Operations[Name]>[0],
  ): Promise<ReturnType<Operations[Name]>>;
  /** How many operations wait for their commit. */
  readonly waiting: number;
  /** A write failed in the disk itself: everything is refused until the process starts anew. */
  readonly broken: boolean;
  /** Resolves when everything handed in so far is on disk or refused. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly name: string;
  readonly given: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Operations in one commit: enough to share the fsync, few enough not to hold the thread for long. */
const groupSize = 500;

/**
 * The one writer of a connection. Callers hand in names and plain data, never closures, so that it can move into a
 * thread of its own without them knowing.
 *
 * One fsync costs about 0.2 ms, a row about 0.01 ms: sharing the commit is what makes durability nearly free
 * (bench `door`).
 */
export function createWriter<Operations extends WriteOperations>(
  client: Sqlite.Database,
  operations: Operations,
): Writer<Operations> {
  const known = new Map<string, (given: never) => unknown>(Object.entries(operations));
  const begin = client.prepare("BEGIN IMMEDIATE");
  const commit = client.prepare("COMMIT");
  const rollback = client.prepare("ROLLBACK");
  const queue: Waiting[] = [];
  let scheduled = false;
  let drained: (() => void)[] = [];
  let broken: unknown;

  const perform = ({ name, given }: Waiting): unknown => {
    const operation = known.get(name);
    if (!operation) throw new Error(`there is no write operation ${name}`);
    return operation(given as never);
  };
  const alone = client.transaction(perform);

  /** All in one transaction; the first failure takes everything back and throws. */
  const together = (group: readonly Waiting[], each: (waiting: Waiting) => unknown): unknown[] => {
    begin.run();
    try {
      const results = group.map(each);
      commit.run();
      return results;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (client.inTransaction) rollback.run();
      throw error;
    }
  };

  const settle = (group: readonly Waiting[]): void => {
    try {
      const results = together(group, perform);
      group.forEach((waiting, index) => {
        waiting.resolve(results[index]);
      });
    } catch (error) {
      if (isUnavailable(error)) refuseAll(group, error);
      else settleApart(group);
    }
  };

  /** After a failure: the same again, each behind a savepoint of its own, so that only the guilty one fails. */
  const settleApart = (group: readonly Waiting[]): void => {
    const failures = new Map<Waiting, unknown>();
    try {
      const results = together(group, (waiting) => {
        try {
          return alone(waiting);
        } catch (error) {
          if (isUnavailable(error)) throw error;
          failures.set(waiting, error);
          return undefined;
        }
      });
      group.forEach((waiting, index) => {
        if (failures.has(waiting)) waiting.reject(failures.get(waiting));
        else waiting.resolve(results[index]);
      });
    } catch (error) {
      refuseAll(group, error);
    }
  };

  const refuseAll = (group: readonly Waiting[], cause: unknown): void => {
    // After a failed fsync the kernel may have dropped the pages: nothing that this process writes can be trusted.
    if (sqliteCodeOf(cause).startsWith("SQLITE_IOERR")) broken ??= cause;
    for (const waiting of group) waiting.reject(unavailable(cause));
  };

  const flush = (): void => {
    const group = queue.splice(0, groupSize);
    if (broken !== undefined) refuseAll(group, broken);
    else settle(group);
    scheduled = queue.length > 0;
    if (scheduled) {
      setImmediate(flush);
      return;
    }
    const waiting = drained;
    drained = [];
    for (const done of waiting) done();
  };

  return {
    write(name, given) {
      return new Promise((resolve, reject) => {
        queue.push({ name, given, resolve: resolve as (result: unknown) => void, reject });
        if (scheduled) return;
        scheduled = true;
        // After the input that is ready now: requests that came together are committed together.
        setImmediate(flush);
      });
    },
    get waiting() {
      return queue.length;
    },
    get broken() {
      return broken !== undefined;
    },
    drain: () => (scheduled ? new Promise((resolve) => drained.push(resolve)) : Promise.resolve()),
  };
}

function unavailable(cause: unknown): StoreUnavailableError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreUnavailableError(`the database cannot be written: ${reason}`, { cause });
}
