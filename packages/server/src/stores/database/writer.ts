import type Sqlite from "better-sqlite3";
import { createGroupCommit, groupSize, type WriteOperations } from "./group-commit.ts";
import { WaitingWrites } from "./waiting-writes.ts";

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
  /** The database could not take the last write (full, locked), and none has been stored since. */
  readonly failing: boolean;
  /** Resolves when everything handed in so far is on disk or refused. */
  drain(): Promise<void>;
}

/**
 * A writer on a connection of this thread. Callers hand in names and plain data, never closures: the same operations
 * run in a thread of their own (`startThreadWriter`), which is what a server under load wants.
 */
export function createWriter<Operations extends WriteOperations>(
  client: Sqlite.Database,
  operations: Operations,
): Writer<Operations> {
  const commits = createGroupCommit(client, operations);
  const waiting = new WaitingWrites();
  let queue: { name: string; given: unknown }[] = [];

  const flush = (): void => {
    const group = queue.slice(0, groupSize);
    queue = queue.slice(groupSize);
    if (queue.length > 0) setImmediate(flush);
    waiting.settle(commits.perform(group));
  };

  return {
    write(name, given) {
      // After the input that is ready now: requests that came together are committed together.
      if (queue.length === 0) setImmediate(flush);
      queue.push({ name, given });
      return waiting.add();
    },
    get waiting() {
      return waiting.size;
    },
    get broken() {
      return commits.broken !== undefined;
    },
    get failing() {
      return waiting.failing;
    },
    drain: () => waiting.drain(),
  };
}
