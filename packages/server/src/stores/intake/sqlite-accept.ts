import { eq } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { executions } from "../schema/executions.ts";
import { journal } from "../schema/journal.ts";
import { insertOf, positionOf, type RowValues } from "./insert-of.ts";
import { effectsWriter } from "./sqlite-effects.ts";
import { executionValues, waitingForTurn } from "./sqlite-execution-values.ts";
import { giveTurns } from "./sqlite-turns.ts";
import type { ClaimedBefore, DedupeClaim, HeldRelease, IntakeStore, JournalEffects } from "./store.ts";

const queuedAtAt = positionOf(executions, "queuedAt");

/** What `accept` is given, with its rows as lists of values: it runs once per delivery. */
export interface AcceptedRows {
  readonly delivery: RowValues | null;
  /** What the delivery is found by. */
  readonly keys: readonly RowValues[];
  readonly execution: RowValues;
  readonly executionId: string;
  /** One with a concurrency key is due at once, or when its turn comes. */
  readonly concurrency: { readonly key: string; readonly limit: number } | null;
  readonly journal: string | null;
  readonly effects: JournalEffects | null;
  readonly refuseWhenFull: boolean;
  readonly claim: DedupeClaim | null;
  readonly held: HeldRelease | null;
}

/** What else happens to deliveries, in the same transaction. */
interface DeliveryWriters {
  readonly writeDelivery: (delivery: RowValues, keys: readonly RowValues[]) => void;
  readonly claimKey: (claim: DedupeClaim) => string | null;
  readonly release: (held: HeldRelease, executionId: string) => boolean;
}

/** How executions come to be. What runs per delivery is inserted without the query builder (about 10 µs a row). */
export function acceptOperations(
  connection: Connection,
  { writeDelivery, claimKey, release }: DeliveryWriters,
) {
  const insertExecution = insertOf(connection, executions);
  const insertJournal = insertOf(connection, journal);
  const writeEffects = effectsWriter(connection);

  /** Whether another one of this key may go on now. Who waits already goes first, by its limit, which is the newest. */
  const hasRoom = (concurrency: { key: string; limit: number }, row: RowValues): boolean =>
    giveTurns(connection, { ...concurrency, at: Number(row[queuedAtAt]) }) > 0;

  return {
    accept(given: AcceptedRows): "stored" | "full" | "gone" | ClaimedBefore {
      const { delivery, execution, executionId, concurrency, journal: records, effects, claim, held } = given;
      const full = concurrency !== null && !hasRoom(concurrency, execution);
      if (full && given.refuseWhenFull) return "full";
      const duplicateOf = claim === null ? null : claimKey(claim);
      if (duplicateOf !== null) return { duplicateOf };
      if (held !== null && !release(held, executionId)) return "gone";
      if (delivery) writeDelivery(delivery, given.keys);
      insertExecution(full ? waitingForTurn(execution, concurrency.key) : execution);
      if (records !== null) insertJournal([executionId, 0, records]);
      if (effects) writeEffects(executionId, effects);
      return "stored";
    },

    prepare({ executionId, values, chunk }: Parameters<IntakeStore["prepare"]>[0]): void {
      writeEffects(executionId, { ...nothing, values });
      if (chunk) insertJournal([executionId, chunk.seq, chunk.records]);
    },

    enqueue({ execution, journal: records }: Parameters<IntakeStore["enqueue"]>[0]): {
      executionId: string;
      created: boolean;
    } {
      const { startKey } = execution;
      const there =
        startKey === null
          ? undefined
          : connection
              .select({ id: executions.id })
              .from(executions)
              .where(eq(executions.startKey, startKey))
              .get();
      if (there) return { executionId: there.id, created: false };
      const { concurrency } = execution;
      const row = executionValues(execution);
      insertExecution(concurrency && !hasRoom(concurrency, row) ? waitingForTurn(row, concurrency.key) : row);
      if (records !== null) insertJournal([execution.id, 0, records]);
      return { executionId: execution.id, created: true };
    },
  };
}

const nothing = {
  ...{ waits: [], endedWaits: [], values: [], events: [], calls: [], cached: [], tasks: [] },
  goneBodies: [],
};
