import { join } from "node:path";
import type { Config } from "../config.ts";
import { createPostgresAccountsStore } from "../stores/accounts/postgres.ts";
import { createSqliteAccountsStore } from "../stores/accounts/sqlite.ts";
import type { AccountsStore } from "../stores/accounts/store.ts";
import { openDatabase } from "../stores/database/database.ts";
import { openPostgres } from "../stores/database/postgres/database.ts";

/** Works on the accounts, also while servers run on the same database. */
export async function withAccounts<Result>(
  config: Config,
  work: (accounts: AccountsStore) => Promise<Result>,
): Promise<Result> {
  if (config.databaseUrl !== undefined) {
    const database = await openPostgres({ url: config.databaseUrl });
    try {
      return await work(createPostgresAccountsStore(database));
    } finally {
      await database.close();
    }
  }
  const database = openDatabase({ file: join(config.data, "sluice.db") });
  try {
    return await work(createSqliteAccountsStore(database));
  } finally {
    database.close();
  }
}
