import type { Connection } from "../../database/connect.ts";
import { deliveries } from "../../schema/deliveries.ts";
import { executions } from "../../schema/executions.ts";
import { journal } from "../../schema/journal.ts";
import { insertOf, type RowValues } from "../insert-of.ts";
import { measured } from "../row-values.ts";

/** What runs once per delivery: rows as lists of values, past the query builder. */
export function acceptOperations(connection: Connection) {
  const insertDelivery = insertOf(connection, deliveries);
  const insertExecution = insertOf(connection, executions);
  const insertJournal = insertOf(connection, journal);
  return {
    accept(given: {
      delivery: RowValues | null;
      execution: RowValues;
      first: { executionId: string; records: string } | null;
    }): void {
      const { delivery, execution, first } = given;
      if (delivery) insertDelivery(measured(delivery));
      insertExecution(execution);
      if (first) insertJournal([first.executionId, 0, first.records]);
    },
  };
}
