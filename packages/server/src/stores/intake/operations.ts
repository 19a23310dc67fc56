import type { Connection } from "../database/connect.ts";
import { acceptOperations } from "./sqlite-accept.ts";
import { appendOperations } from "./sqlite-append.ts";
import { claimOperations } from "./sqlite-claims.ts";
import { deliveryOperations } from "./sqlite-deliveries.ts";
import { waitOperations } from "./sqlite-waits.ts";

/**
 * Everything that the intake writes in SQLite, by name, its statements prepared once. Each is repeatable and touches
 * nothing but the database; it may run in a thread of its own, so that what it is given and gives is plain data.
 */
export function operationsOn(connection: Connection) {
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

export type IntakeOperations = ReturnType<typeof operationsOn>;
