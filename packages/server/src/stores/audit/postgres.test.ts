import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresAuditStore } from "./postgres.ts";
import { auditStoreCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  auditStoreCases("PostgreSQL", async () => {
    const { database, remove } = await temporaryPostgres();
    return { store: createPostgresAuditStore(database), remove };
  });
});
