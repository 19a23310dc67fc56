import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { workflowPutter } from "../credentials/testing/put-workflow.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { createPostgresConnectorsStore } from "./postgres.ts";
import { connectorsStoreCases } from "./store.cases.ts";

describeOnPostgres("connectors in PostgreSQL", () => {
  connectorsStoreCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const putWorkflow = workflowPutter(createPostgresWorkflowsStore(database, createLocalBroadcast()));
    return { store: createPostgresConnectorsStore(database), putWorkflow, remove };
  });
});
