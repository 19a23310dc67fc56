import { join } from "node:path";
import type { Config } from "../config.ts";
import { createSqliteAccountsStore } from "../stores/accounts/sqlite.ts";
import type { AccountsStore } from "../stores/accounts/store.ts";
import { openDatabase } from "../stores/database/database.ts";

/** Works on the data folder's accounts, also while a server runs on the same file. */
export async function withAccounts<Result>(
  config: Config,
  work: (accounts: AccountsStore) => Promise<Result>,
): Promise<Result> {
  const database = openDatabase({ file: join(config.data, "sluice.db") });
  try {
    return await work(createSqliteAccountsStore(database));
  } finally {
    database.close();
  }
}
