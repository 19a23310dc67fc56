import type { Database } from "../database/database.ts";
import { createWriter, type Writer } from "../database/writer.ts";
import { deliveryValues } from "./delivery-row.ts";
import { executionValues } from "./execution-row.ts";
import { type IntakeOperations, operationsOn } from "./operations.ts";
import type { IntakeStore } from "./store.ts";

/**
 * Intake in SQLite, with group commit: by the given writer, which has a thread to itself, or by one on the writing
 * connection of this thread.
 */
export function createSqliteIntakeStore(
  database: Database,
  writer: Writer<IntakeOperations> = createWriter(database.write.$client, operationsOn(database.write)),
): IntakeStore {
  return {
    accept: ({ delivery, execution, journal, effects, refuseWhenFull = false }) =>
      writer.write("accept", {
        ...{
          journal,
          effects,
          refuseWhenFull,
          executionId: execution.id,
          concurrency: execution.concurrency,
        },
        delivery: delivery && deliveryValues(delivery),
        execution: executionValues(execution),
      }),
    enqueue: (given) => writer.write("enqueue", given),
    append: (given) => writer.write("append", given),
    claim: (given) => writer.write("claim", given),
    heartbeat: (given) => writer.write("heartbeat", given),
    forgetWorkers: (given) => writer.write("forgetWorkers", given),
    released: (given) => writer.write("released", given),
    resolveWait: (given) => writer.write("resolveWait", given),
    keepValues: (given) => writer.write("keepValues", given),
    cancelIdle: (given) => writer.write("cancelIdle", given),
    answered: (given) => writer.write("answered", given),
    refuse: ({ deliveries, counts, keep }) =>
      writer.write("refuse", {
        ...{ counts, keep },
        rows: deliveries.map(deliveryValues),
        workflowIds: [...new Set(deliveries.map(({ workflowId }) => workflowId))],
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
