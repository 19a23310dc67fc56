import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { waitingInPostgres } from "../../testing/waiting-tasks.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { createPostgresTriggersStore } from "./postgres.ts";
import { triggersStoreCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  triggersStoreCases("PostgreSQL", async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    return {
      triggers: createPostgresTriggersStore(database),
      workflows: createPostgresWorkflowsStore(database, createLocalBroadcast()),
      waitingTasks: () => waitingInPostgres(database),
      remove,
    };
  });
});
