import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { workflowPutter } from "../credentials/testing/put-workflow.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { createPostgresSendersStore } from "./postgres.ts";
import { sendersStoreCases } from "./store.cases.ts";

describeOnPostgres("last used in PostgreSQL", () => {
  sendersStoreCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const putWorkflow = workflowPutter(createPostgresWorkflowsStore(database, createLocalBroadcast()));
    return { store: createPostgresSendersStore(database), putWorkflow, remove };
  });
});
