import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { workflowPutter } from "../credentials/testing/put-workflow.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { createPostgresTestCasesStore } from "./postgres.ts";
import { testCasesStoreCases } from "./store.cases.ts";

describeOnPostgres("test cases in PostgreSQL", () => {
  testCasesStoreCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const putWorkflow = workflowPutter(createPostgresWorkflowsStore(database, createLocalBroadcast()));
    return { store: createPostgresTestCasesStore(database), putWorkflow, remove };
  });
});
