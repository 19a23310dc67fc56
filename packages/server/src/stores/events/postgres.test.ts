import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresEventsStore } from "./postgres.ts";
import { eventsStoreCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  eventsStoreCases("PostgreSQL", async () => {
    const { database, remove } = await temporaryPostgres();
    return { events: createPostgresEventsStore(database), remove };
  });
});
