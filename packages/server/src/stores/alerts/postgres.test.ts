import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresAlertsStore } from "./postgres.ts";
import { alertsStoreCases } from "./store.cases.ts";

describeOnPostgres("alerts in PostgreSQL", () => {
  alertsStoreCases(async () => {
    const { database, remove } = await temporaryPostgres();
    return { store: createPostgresAlertsStore(database), remove };
  });
});
