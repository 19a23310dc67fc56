import type { Database } from "../database/database.ts";
import { createWriter, type Writer } from "../database/writer.ts";
import { groupsOf } from "./aside-groups.ts";
import { type IntakeOperations, operationsOn } from "./operations.ts";
import { deliveryValues, keyValues } from "./sqlite-delivery-values.ts";
import { executionValues } from "./sqlite-execution-values.ts";
import type { IntakeStore, JournalEffects } from "./store.ts";

/**
 * Intake in SQLite, with group commit: by the given writer, which has a thread to itself, or by one on the writing
 * connection of this thread. `tasksStored` is called after a commit that has stored tasks: the queue stands in the same
 * file and hears of them no other way.
 */
export function createSqliteIntakeStore(
  database: Database,
  given: { readonly writer?: Writer<IntakeOperations>; readonly tasksStored?: () => void } = {},
): IntakeStore {
  const { writer = createWriter(database.write.$client, operationsOn(database.write)), tasksStored } = given;
  const told = async <Result>(effects: JournalEffects, written: Promise<Result>): Promise<Result> => {
    const result = await written;
    if (effects.tasks.length > 0) tasksStored?.();
    return result;
  };
  return {
    accept: ({
      delivery,
      execution,
      journal,
      effects,
      refuseWhenFull = false,
      claim = null,
      held = null,
    }) => {
      const { id: executionId, concurrency } = execution;
      const written = writer.write("accept", {
        ...{ journal, effects, refuseWhenFull, executionId, concurrency, claim, held },
        delivery: delivery && deliveryValues(delivery),
        keys: delivery ? keyValues(delivery) : [],
        execution: executionValues(execution),
      });
      return effects ? told(effects, written) : written;
    },
    hold: ({ delivery, claim, most }) =>
      writer.write("hold", {
        ...{ claim, most, workflowId: delivery.workflowId },
        delivery: deliveryValues(delivery),
        keys: keyValues(delivery),
      }),
    discardHeld: (given) => writer.write("discardHeld", given),
    enqueue: (given) => writer.write("enqueue", given),
    append: (given) => {
      const written = writer.write("append", given);
      return given.effects ? told(given.effects, written) : written;
    },
    claim: (given) => writer.write("claim", given),
    suspect: (given) => writer.write("suspect", given),
    heartbeat: (given) => writer.write("heartbeat", given),
    forgetWorkers: (given) => writer.write("forgetWorkers", given),
    released: (given) => writer.write("released", given),
    giveFree: (given) => writer.write("giveFree", given),
    resolveWait: (given) => writer.write("resolveWait", given),
    prepare: (given) => writer.write("prepare", given),
    cancelIdle: async (given) => {
      const cancelled = await writer.write("cancelIdle", given);
      if (cancelled) tasksStored?.();
      return cancelled;
    },
    answered: (given) => writer.write("answered", given),
    refuse: ({ deliveries, counts, keep }) =>
      writer.write("refuse", {
        ...{ counts, keep },
        rows: deliveries.map(deliveryValues),
        keys: deliveries.map(keyValues),
        groups: groupsOf(deliveries),
      }),
    get waiting() {
      return writer.waiting;
    },
    get broken() {
      return writer.broken;
    },
    drain: () => writer.drain(),
  };
}
