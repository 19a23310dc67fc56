import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresDeliveriesStore } from "../deliveries/postgres.ts";
import { createPostgresExecutionsStore } from "../executions/postgres.ts";
import { createPostgresIntakeStore } from "./postgres.ts";
import { intakeCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  intakeCases("PostgreSQL", async () => {
    const { database, remove } = await temporaryPostgres();
    return {
      intake: createPostgresIntakeStore(database),
      deliveries: createPostgresDeliveriesStore(database),
      executions: createPostgresExecutionsStore(database),
      close: remove,
    };
  });
});
