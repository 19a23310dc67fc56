import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresAccountsStore } from "./postgres.ts";
import { accountsStoreCases } from "./store.cases.ts";

describeOnPostgres("accounts in PostgreSQL", () => {
  accountsStoreCases(async () => {
    const { database, remove } = await temporaryPostgres();
    return { store: createPostgresAccountsStore(database), remove };
  });
});
