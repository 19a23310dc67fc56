import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteCredentialsStore } from "../credentials/sqlite.ts";
import { createSqliteOAuthStore } from "./sqlite.ts";
import { oauthStoreCases } from "./store.cases.ts";

describe("tokens in SQLite", () => {
  oauthStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    return {
      ...{ store: createSqliteOAuthStore(database), credentials: createSqliteCredentialsStore(database) },
      remove,
    };
  });
});
