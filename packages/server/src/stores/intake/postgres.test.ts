import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresDeliveriesStore } from "../deliveries/postgres.ts";
import { createPostgresExecutionsStore } from "../executions/postgres.ts";
import { createPostgresWaitsStore } from "../waits/postgres.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { doubtCases } from "./doubt.cases.ts";
import { heldCases } from "./held.cases.ts";
import { holdingCases } from "./holding.cases.ts";
import { createPostgresIntakeStore } from "./postgres.ts";
import { type IntakeStores, intakeCases } from "./store.cases.ts";
import { suspectCases } from "./suspects.cases.ts";
import { turnsCases } from "./turns.cases.ts";

const open = async (given: { tasks?: boolean } = {}): Promise<IntakeStores> => {
  const { database, remove } = await temporaryPostgres(given);
  return {
    intake: createPostgresIntakeStore(database),
    deliveries: createPostgresDeliveriesStore(database),
    executions: createPostgresExecutionsStore(database),
    waits: createPostgresWaitsStore(database),
    workflows: createPostgresWorkflowsStore(database, createLocalBroadcast()),
    close: remove,
  };
};

describeOnPostgres("on a real server", () => {
  intakeCases("PostgreSQL", () => open());
  holdingCases("PostgreSQL", () => open({ tasks: true }));
  turnsCases("PostgreSQL", () => open({ tasks: true }));
  suspectCases("PostgreSQL", () => open({ tasks: true }));
  doubtCases("PostgreSQL", () => open({ tasks: true }));
  heldCases("PostgreSQL", () => open({ tasks: true }));
});
