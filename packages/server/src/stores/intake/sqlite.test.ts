import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteDeliveriesStore } from "../deliveries/sqlite.ts";
import { createSqliteExecutionsStore } from "../executions/sqlite.ts";
import { createSqliteWaitsStore } from "../waits/sqlite.ts";
import { holdingCases } from "./holding.cases.ts";
import { createSqliteIntakeStore } from "./sqlite.ts";
import { type IntakeStores, intakeCases } from "./store.cases.ts";

const open = async (): Promise<IntakeStores> => {
  const { database, remove } = temporaryDatabase();
  return {
    intake: createSqliteIntakeStore(database),
    deliveries: createSqliteDeliveriesStore(database),
    executions: createSqliteExecutionsStore(database),
    waits: createSqliteWaitsStore(database),
    close: remove,
  };
};

intakeCases("SQLite", open);
holdingCases("SQLite", open);
