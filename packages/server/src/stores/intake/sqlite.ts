import type { Database } from "../database/database.ts";
import { createWriter, type Writer } from "../database/writer.ts";
import { type IntakeOperations, operationsOn } from "./operations.ts";
import { deliveryValues, executionValues } from "./row-values.ts";
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
    accept: ({ delivery, execution, journal }) =>
      writer.write("accept", {
        delivery: delivery && deliveryValues(delivery),
        execution: executionValues(execution),
        first: journal === null ? null : { executionId: execution.id, records: journal },
      }),
    append: (given) => writer.write("append", given),
    answered: (given) => writer.write("answered", given),
    refuse: ({ deliveries, counts, keep }) =>
      writer.write("refuse", {
        rows: deliveries.map(deliveryValues),
        workflowIds: [...new Set(deliveries.map(({ workflowId }) => workflowId))],
        counts,
        keep,
      }),
    resumed: (executionId) => writer.write("resumed", executionId),
    released: (executionIds) => writer.write("released", executionIds),
    get waiting() {
      return writer.waiting;
    },
    get broken() {
      return writer.broken;
    },
    drain: () => writer.drain(),
  };
}
