import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresEventsStore } from "../events/postgres.ts";
import { createPostgresSubscriptionsStore } from "./postgres.ts";
import { subscriptionsStoreCases } from "./store.cases.ts";

describeOnPostgres("subscriptions in PostgreSQL", () => {
  subscriptionsStoreCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const events = createPostgresEventsStore(database);
    return { store: createPostgresSubscriptionsStore(database), events, remove };
  });
});
