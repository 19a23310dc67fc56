import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresSettingsStore } from "./postgres.ts";
import { settingsStoreCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  settingsStoreCases("PostgreSQL", async () => {
    const { database, remove } = await temporaryPostgres();
    return { settings: createPostgresSettingsStore(database), remove };
  });
});
