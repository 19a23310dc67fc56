import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteDeliveriesStore } from "../deliveries/sqlite.ts";
import { createSqliteExecutionsStore } from "../executions/sqlite.ts";
import { createSqliteWaitsStore } from "../waits/sqlite.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { doubtCases } from "./doubt.cases.ts";
import { heldCases } from "./held.cases.ts";
import { holdingCases } from "./holding.cases.ts";
import { createSqliteIntakeStore } from "./sqlite.ts";
import { type IntakeStores, intakeCases } from "./store.cases.ts";
import { suspectCases } from "./suspects.cases.ts";
import { startIntakeThread } from "./thread.ts";
import { turnsCases } from "./turns.cases.ts";

const open = async (inThread: boolean): Promise<IntakeStores> => {
  const { database, remove } = temporaryDatabase();
  const writer = inThread ? startIntakeThread(database) : undefined;
  return {
    intake: createSqliteIntakeStore(database, writer ? { writer } : {}),
    deliveries: createSqliteDeliveriesStore(database),
    executions: createSqliteExecutionsStore(database),
    waits: createSqliteWaitsStore(database),
    workflows: createSqliteWorkflowsStore(database),
    close: async () => {
      await writer?.close();
      remove();
    },
  };
};

for (const [name, inThread] of [
  ["SQLite", false],
  ["SQLite, written by a thread", true],
] as const) {
  intakeCases(name, () => open(inThread));
  holdingCases(name, () => open(inThread));
  turnsCases(name, () => open(inThread));
  suspectCases(name, () => open(inThread));
  doubtCases(name, () => open(inThread));
  heldCases(name, () => open(inThread));
}
