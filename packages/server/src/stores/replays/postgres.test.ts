import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresReplaysStore } from "./postgres.ts";
import { replaysStoreCases } from "./store.cases.ts";

describeOnPostgres("replays in PostgreSQL", () => {
  replaysStoreCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    return { store: createPostgresReplaysStore(database), remove };
  });
});
