import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteCredentialsStore } from "../credentials/sqlite.ts";
import { createSqliteOAuthStore } from "../oauth/sqlite.ts";
import { createSqliteSecretsStore } from "../secrets/sqlite.ts";
import { createSqliteSubscriptionsStore } from "../subscriptions/sqlite.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteSealedStore } from "./sqlite.ts";
import { sealedStoreCases } from "./store.cases.ts";

sealedStoreCases("SQLite", async () => {
  const { database, remove } = temporaryDatabase();
  return {
    ...{ sealed: createSqliteSealedStore(database), secrets: createSqliteSecretsStore(database) },
    credentials: createSqliteCredentialsStore(database),
    subscriptions: createSqliteSubscriptionsStore(database),
    oauth: createSqliteOAuthStore(database),
    workflows: createSqliteWorkflowsStore(database),
    remove,
  };
});
