import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { waitingInPostgres } from "../../testing/waiting-tasks.ts";
import { createPostgresEventsStore } from "./postgres.ts";
import { eventsStoreCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  eventsStoreCases("PostgreSQL", async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const waitingTasks = () => waitingInPostgres(database);
    return { events: createPostgresEventsStore(database), waitingTasks, remove };
  });
});
