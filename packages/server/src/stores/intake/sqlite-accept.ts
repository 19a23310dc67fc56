import { and, count, eq, isNotNull, isNull, ne, or } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import type { NewDelivery } from "../deliveries/store.ts";
import type { NewExecution } from "../executions/store.ts";
import { executions } from "../schema/executions.ts";
import { journal } from "../schema/journal.ts";
import { executionRow } from "./execution-row.ts";
import { insertOf } from "./insert-of.ts";
import { effectsWriter } from "./sqlite-effects.ts";
import type { IntakeStore } from "./store.ts";

/** How executions come to be. What runs per delivery is inserted without the query builder (about 10 µs a row). */
export function acceptOperations(connection: Connection, writeDelivery: (delivery: NewDelivery) => void) {
  const insertExecution = insertOf(connection, executions);
  const insertJournal = insertOf(connection, journal);
  const writeEffects = effectsWriter(connection);

  /** Whether another one of this key may go on now. */
  const hasRoom = ({ key, limit }: { key: string; limit: number }): boolean => {
    const active = connection
      .select({ active: count() })
      .from(executions)
      .where(
        and(
          eq(executions.concurrencyKey, key),
          isNull(executions.finishedAt),
          or(ne(executions.status, "queued"), isNotNull(executions.wakeAt)),
        ),
      )
      .get();
    return (active?.active ?? 0) < limit;
  };

  /** One with a concurrency key is due at once, or when its turn comes. */
  const inTurn = (execution: NewExecution): NewExecution => {
    const { concurrency, queuedAt } = execution;
    if (!concurrency || hasRoom(concurrency)) return execution;
    const waitingFor = { kind: "turn", until: null, detail: concurrency.key } as const;
    return { ...execution, wakeAt: null, waitingFor, queuedAt };
  };

  return {
    accept(given: Parameters<IntakeStore["accept"]>[0]): "stored" | "full" {
      const { delivery, journal: records, effects, refuseWhenFull = false } = given;
      const execution = given.execution.concurrency ? inTurn(given.execution) : given.execution;
      if (refuseWhenFull && execution.waitingFor?.kind === "turn") return "full";
      if (delivery) writeDelivery(delivery);
      insertExecution(executionRow(execution));
      if (records !== null) insertJournal({ executionId: execution.id, seq: 0, records });
      if (effects) writeEffects(execution.id, effects);
      return "stored";
    },

    keepValues({ executionId, values }: Parameters<IntakeStore["keepValues"]>[0]): void {
      writeEffects(executionId, { ...nothing, values });
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
      insertExecution(executionRow(inTurn(execution)));
      if (records !== null) insertJournal({ executionId: execution.id, seq: 0, records });
      return { executionId: execution.id, created: true };
    },
  };
}

const nothing = { waits: [], endedWaits: [], values: [], events: [], calls: [], cached: [], tasks: [] };
