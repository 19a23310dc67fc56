import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { createPostgresCredentialsStore } from "./postgres.ts";
import { credentialsStoreCases } from "./store.cases.ts";
import { workflowPutter } from "./testing/put-workflow.ts";

describeOnPostgres("credentials in PostgreSQL", () => {
  credentialsStoreCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const putWorkflow = workflowPutter(createPostgresWorkflowsStore(database, createLocalBroadcast()));
    return { store: createPostgresCredentialsStore(database), putWorkflow, remove };
  });
});
