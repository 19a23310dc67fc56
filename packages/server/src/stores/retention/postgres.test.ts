import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresDeliveriesStore } from "../deliveries/postgres.ts";
import { createPostgresEventsStore } from "../events/postgres.ts";
import { createPostgresExecutionsStore } from "../executions/postgres.ts";
import { createPostgresIntakeStore } from "../intake/postgres.ts";
import { createPostgresWaitsStore } from "../waits/postgres.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { createPostgresRetentionStore } from "./postgres.ts";
import { retentionStoreCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  retentionStoreCases("PostgreSQL", async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    return {
      retention: createPostgresRetentionStore(database),
      intake: createPostgresIntakeStore(database),
      deliveries: createPostgresDeliveriesStore(database),
      executions: createPostgresExecutionsStore(database),
      events: createPostgresEventsStore(database),
      waits: createPostgresWaitsStore(database),
      workflows: createPostgresWorkflowsStore(database, createLocalBroadcast()),
      remove,
    };
  });
});
