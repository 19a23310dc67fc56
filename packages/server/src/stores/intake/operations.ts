import type { Connection } from "../database/connect.ts";
import { acceptOperations } from "./sqlite-accept.ts";
import { appendOperations } from "./sqlite-append.ts";
import { claimOperations } from "./sqlite-claims.ts";
import { keyClaimer } from "./sqlite-dedupe.ts";
import { deliveryOperations } from "./sqlite-deliveries.ts";
import { heldOperations } from "./sqlite-held.ts";
import { waitOperations } from "./sqlite-waits.ts";

/**
 * Everything that the intake writes in SQLite, by name, its statements prepared once. Each is repeatable and touches
 * nothing but the database; it may run in a thread of its own, so that what it is given and gives is plain data.
 */
export function operationsOn(connection: Connection) {
  const deliveries = deliveryOperations(connection);
  const { writeDelivery } = deliveries;
  const claimKey = keyClaimer(connection);
  const { hold, discardHeld, release } = heldOperations(connection, { writeDelivery, claimKey });
  return {
    ...acceptOperations(connection, { writeDelivery, claimKey, release }),
    ...{ hold, discardHeld },
    ...appendOperations(connection),
    ...claimOperations(connection),
    ...waitOperations(connection),
    answered: deliveries.answered,
    refuse: deliveries.refuse,
  };
}

export type IntakeOperations = ReturnType<typeof operationsOn>;
