import { join } from "node:path";
import type { ActObject } from "../audit/audit.ts";
import { asCommandAct } from "../audit/command-act.ts";
import { copyBeforeUpgrade } from "../backup/copy-before-upgrade.ts";
import type { Config } from "../config.ts";
import type { AccountsStore } from "../stores/accounts/store.ts";
import type { AuditStore } from "../stores/audit/store.ts";

/** How a command that works on the accounts stands in the audit log. */
export interface AccountsAct<Result> {
  readonly act: string;
  readonly objectOf: (result: Result) => ActObject | null;
}

const unnamed: AccountsAct<unknown> = { act: "accounts.change", objectOf: () => null };

/** Works on the accounts, also while servers run on the same database. The audit log says so, whether it succeeds or not. */
export async function withAccounts<Result>(
  config: Config,
  work: (accounts: AccountsStore) => Promise<Result>,
  { act, objectOf }: AccountsAct<Result> = unnamed,
): Promise<Result> {
  return withStores(config, ({ accounts, audit: store }) =>
    asCommandAct({ act, store, recorded: (result) => ({ object: objectOf(result), detail: {} }) }, () =>
      work(accounts),
    ),
  );
}

interface CommandStores {
  readonly accounts: AccountsStore;
  readonly audit: AuditStore;
}

async function withStores<Result>(
  config: Config,
  work: (stores: CommandStores) => Promise<Result>,
): Promise<Result> {
  if (config.databaseUrl !== undefined) {
    const [{ createPostgresAccountsStore }, { createPostgresAuditStore }, { openPostgres }] =
      await Promise.all([
        import("../stores/accounts/postgres.ts"),
        import("../stores/audit/postgres.ts"),
        import("../stores/database/postgres/database.ts"),
      ]);
    const database = await openPostgres({
      url: config.databaseUrl,
      beforeUpgrade: () => copyBeforeUpgrade(config),
    });
    try {
      return await work({
        accounts: createPostgresAccountsStore(database),
        audit: createPostgresAuditStore(database),
      });
    } finally {
      await database.close();
    }
  }
  const [{ createSqliteAccountsStore }, { createSqliteAuditStore }, { openDatabase }] = await Promise.all([
    import("../stores/accounts/sqlite.ts"),
    import("../stores/audit/sqlite.ts"),
    import("../stores/database/database.ts"),
  ]);
  const database = openDatabase({ file: join(config.data, "sluice.db") });
  try {
    return await work({
      accounts: createSqliteAccountsStore(database),
      audit: createSqliteAuditStore(database),
    });
  } finally {
    database.close();
  }
}
