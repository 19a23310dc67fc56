import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresIntakeStore } from "../intake/postgres.ts";
import { createPostgresFiguresStore } from "./postgres.ts";
import { figuresStoreCases } from "./store.cases.ts";

describeOnPostgres("figures in PostgreSQL", () => {
  figuresStoreCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    return {
      figures: createPostgresFiguresStore(database),
      intake: createPostgresIntakeStore(database),
      remove,
    };
  });
});
