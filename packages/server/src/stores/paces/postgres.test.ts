import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { openPostgres } from "../database/postgres/database.ts";
import { createPostgresPaces } from "./postgres.ts";
import { pacesCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  pacesCases("PostgreSQL", async () => {
    const { url, database, remove } = await temporaryPostgres();
    const other = await openPostgres({ url });
    return {
      stores: [createPostgresPaces(database), createPostgresPaces(other)],
      async remove() {
        await other.close();
        await remove();
      },
    };
  });
});
