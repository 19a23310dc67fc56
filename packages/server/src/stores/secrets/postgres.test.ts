import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { createPostgresSecretsStore } from "./postgres.ts";
import { secretsStoreCases } from "./store.cases.ts";

describeOnPostgres("secrets in PostgreSQL", () => {
  secretsStoreCases(async () => {
    const { database, remove } = await temporaryPostgres();
    const workflows = createPostgresWorkflowsStore(database, createLocalBroadcast());
    return { workflows, store: createPostgresSecretsStore(database), remove };
  });
});
