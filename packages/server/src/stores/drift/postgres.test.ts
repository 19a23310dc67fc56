import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { createPostgresDriftStore } from "./postgres.ts";
import { driftStoreCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  driftStoreCases("PostgreSQL", async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const workflows = createPostgresWorkflowsStore(database, createLocalBroadcast());
    return { drift: createPostgresDriftStore(database), workflows, remove };
  });
});
