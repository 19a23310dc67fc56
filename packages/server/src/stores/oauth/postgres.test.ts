import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresCredentialsStore } from "../credentials/postgres.ts";
import { createPostgresOAuthStore } from "./postgres.ts";
import { oauthStoreCases } from "./store.cases.ts";

describeOnPostgres("tokens in PostgreSQL", () => {
  oauthStoreCases(async () => {
    const { database, remove } = await temporaryPostgres();
    return {
      ...{ store: createPostgresOAuthStore(database), credentials: createPostgresCredentialsStore(database) },
      remove,
    };
  });
});
