import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresRetentionStore } from "../retention/postgres.ts";
import { momentsCases } from "./moments.cases.ts";
import { createPostgresWorkflowsStore } from "./postgres.ts";

describeOnPostgres("the history of a draft in PostgreSQL", () => {
  momentsCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const retention = createPostgresRetentionStore(database);
    return { store: createPostgresWorkflowsStore(database, createLocalBroadcast()), retention, remove };
  });
});
