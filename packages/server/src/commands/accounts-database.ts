import { join } from "node:path";
import type { ActObject } from "../audit/audit.ts";
import { createAudit } from "../audit/audit.ts";
import { commandAct } from "../audit/command-act.ts";
import { systemClock } from "../clock.ts";
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
  return withStores(config, async ({ accounts, audit: store }) => {
    const audit = createAudit({ store, clock: systemClock, log: { error: () => {} } });
    const given = commandAct(act);
    const begun = await audit.begin(given);
    try {
      const result = await work(accounts);
      begun.end({ outcome: "ok", object: objectOf(result), detail: {} });
      return result;
    } catch (error) {
      begun.end({ outcome: "failed", object: null, detail: {} });
      throw error;
    } finally {
      await audit.settled();
    }
  });
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
    const database = await openPostgres({ url: config.databaseUrl });
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
