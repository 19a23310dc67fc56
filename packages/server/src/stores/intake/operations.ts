import type { Connection } from "../database/connect.ts";
import { acceptOperations } from "./operations/accept.ts";
import { deliveryOperations } from "./operations/deliveries.ts";
import { progressOperations } from "./operations/progress.ts";

/** Everything that the intake writes, by name. They run in the thread of the writer, or in a test beside it. */
export function operationsOn(connection: Connection) {
  return {
    ...acceptOperations(connection),
    ...deliveryOperations(connection),
    ...progressOperations(connection),
  };
}

export type IntakeOperations = ReturnType<typeof operationsOn>;
