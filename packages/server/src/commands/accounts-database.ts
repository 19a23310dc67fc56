import { join } from "node:path";
import type { Config } from "../config.ts";
import type { AccountsStore } from "../stores/accounts/store.ts";

/** Works on the accounts, also while servers run on the same database. */
export async function withAccounts<Result>(
  config: Config,
  work: (accounts: AccountsStore) => Promise<Result>,
): Promise<Result> {
  if (config.databaseUrl !== undefined) {
    const [{ createPostgresAccountsStore }, { openPostgres }] = await Promise.all([
      import("../stores/accounts/postgres.ts"),
      import("../stores/database/postgres/database.ts"),
    ]);
    const database = await openPostgres({ url: config.databaseUrl });
    try {
      return await work(createPostgresAccountsStore(database));
    } finally {
      await database.close();
    }
  }
  const [{ createSqliteAccountsStore }, { openDatabase }] = await Promise.all([
    import("../stores/accounts/sqlite.ts"),
    import("../stores/database/database.ts"),
  ]);
  const database = openDatabase({ file: join(config.data, "sluice.db") });
  try {
    return await work(createSqliteAccountsStore(database));
  } finally {
    database.close();
  }
}
