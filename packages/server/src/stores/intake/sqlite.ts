import type { Connection } from "../database/connect.ts";
import type { Database } from "../database/database.ts";
import { createWriter } from "../database/writer.ts";
import { acceptOperations } from "./sqlite-accept.ts";
import { appendOperations } from "./sqlite-append.ts";
import { claimOperations } from "./sqlite-claims.ts";
import { deliveryOperations } from "./sqlite-deliveries.ts";
import { waitOperations } from "./sqlite-waits.ts";
import type { IntakeStore, JournalEffects } from "./store.ts";

/**
 * Intake in SQLite: one writer with group commit on the writing connection. `tasksStored` is called after a commit that has
 * stored tasks: the queue stands in the same file and hears of them no other way.
 */
export function createSqliteIntakeStore(
  database: Database,
  { tasksStored }: { readonly tasksStored?: () => void } = {},
): IntakeStore {
  const writer = createWriter(database.write.$client, operationsOn(database.write));
  const told = async <Result>(effects: JournalEffects | null, written: Promise<Result>): Promise<Result> => {
    const result = await written;
    if (effects && effects.tasks.length > 0) tasksStored?.();
    return result;
  };
  return {
    accept: (given) => told(given.effects, writer.write("accept", given)),
    enqueue: (given) => writer.write("enqueue", given),
    append: (given) => told(given.effects, writer.write("append", given)),
    claim: (given) => writer.write("claim", given),
    heartbeat: (given) => writer.write("heartbeat", given),
    forgetWorkers: (given) => writer.write("forgetWorkers", given),
    released: (given) => writer.write("released", given),
    resolveWait: (given) => writer.write("resolveWait", given),
    keepValues: (given) => writer.write("keepValues", given),
    cancelIdle: (given) => writer.write("cancelIdle", given),
    answered: (given) => writer.write("answered", given),
    refuse: (given) => writer.write("refuse", given),
    get waiting() {
      return writer.waiting;
    },
    get broken() {
      return writer.broken;
    },
    drain: () => writer.drain(),
  };
}

/** The statements, prepared once. Each operation is repeatable and touches nothing but the database. */
function operationsOn(connection: Connection) {
  const deliveries = deliveryOperations(connection);
  return {
    ...acceptOperations(connection, deliveries.writeDelivery),
    ...appendOperations(connection),
    ...claimOperations(connection),
    ...waitOperations(connection),
    answered: deliveries.answered,
    refuse: deliveries.refuse,
  };
}
