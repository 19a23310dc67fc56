import { join } from "node:path";
import { asCommandAct } from "../audit/command-act.ts";
import { copyBeforeUpgrade } from "../backup/copy-before-upgrade.ts";
import { systemClock } from "../clock.ts";
import type { Config } from "../config.ts";
import { keyText } from "../config-values.ts";
import { deriveVaultKey } from "../secrets/key.ts";
import { adoptPendingKey, masterKeyFor, pendingKey, writePendingKey } from "../secrets/key-file.ts";
import { type Rotated, rotate } from "../secrets/rotate.ts";
import type { AuditStore } from "../stores/audit/store.ts";
import type { SealedStore } from "../stores/sealed/store.ts";
import { type Command, type CommandInput, UsageError } from "./command.ts";

interface Report extends Rotated {
  /** Where the new key stands; null: whoever starts the server sets it. */
  readonly keyFile: string | null;
  /** Opens backups from before. */
  readonly oldKeyFile: string | null;
  /** Steps that wait for a call of a URL that the old key signed, and that no longer answers. */
  readonly endedUrls: number;
}

export const rotateKey: Command = {
  name: "rotate-key",
  summary: "Encrypt everything with a new secret key, while no server runs",
  examples: ["sluice rotate-key --data ./data", "sluice rotate-key --new-key-stdin --json"],
  flags: {
    "new-key-stdin": {
      takesValue: false,
      meaning: "Read the new key from standard input; left out: one is made and kept in the data folder",
    },
    json: { takesValue: false, meaning: "Print what was done as JSON" },
  },
  async run(input) {
    const { config, switches, surroundings } = input;
    const given = switches.has("new-key-stdin") ? await readKey(input) : undefined;
    if (given === undefined && config.secretKey !== undefined) {
      throw new UsageError(
        "SLUICE_SECRET_KEY is set, so the new key comes from you too: give it with --new-key-stdin, and set SLUICE_SECRET_KEY to it before the next start.",
      );
    }
    const report = await withSealed(config, (stores) => change({ ...stores, config, given }));
    surroundings.print(switches.has("json") ? `${JSON.stringify(report)}\n` : sentences(report));
    return 0;
  },
};

async function change(given: {
  readonly sealed: SealedStore;
  readonly audit: AuditStore;
  readonly config: Config;
  readonly given: string | undefined;
}): Promise<Report> {
  const { sealed, config, given: newText } = given;
  await refuseWhileRunning(sealed);
  const recorded = ({ secrets, credentials, subscriptions, grants }: Report) => ({
    object: null,
    detail: { secrets, credentials, subscriptions, grants },
  });
  return asCommandAct({ act: "vault.rotateKey", store: given.audit, recorded }, () =>
    config.secretKey === undefined
      ? changeFile({ sealed, dataFolder: config.data, newText })
      : changeConfigured({ sealed, oldText: config.secretKey, newText: newText ?? "" }),
  );
}

/** The key stands in the data folder: the new one takes its place. What a crash cut off before is finished first. */
async function changeFile(given: {
  readonly sealed: SealedStore;
  readonly dataFolder: string;
  readonly newText: string | undefined;
}): Promise<Report> {
  const { sealed, dataFolder, newText } = given;
  const keyFile = join(dataFolder, "secret.key");
  const waiting = pendingKey(dataFolder);
  const cutOff = waiting !== undefined && (await sealed.keyIds()).includes(deriveVaultKey(waiting).id);
  if (cutOff && (newText === undefined || newText === waiting)) {
    const { oldFile } = adoptPendingKey(dataFolder);
    const key = deriveVaultKey(waiting);
    const done = await rotate({ store: sealed, oldKey: key, newKey: key, clock: systemClock });
    return { ...done, keyFile, oldKeyFile: oldFile, endedUrls: await sealed.openUrls() };
  }
  const oldText = await masterKeyFor({ dataFolder, configured: undefined, store: sealed });
  const next = newText ?? (cutOff ? undefined : waiting);
  if (next === oldText) throw sameKey();
  const newKey = deriveVaultKey(writePendingKey(dataFolder, next));
  const done = await rotate({ store: sealed, oldKey: deriveVaultKey(oldText), newKey, clock: systemClock });
  const { oldFile } = adoptPendingKey(dataFolder);
  return { ...done, keyFile, oldKeyFile: oldFile, endedUrls: await sealed.openUrls() };
}

/** The key is set outside: the database changes in one transaction, and whoever starts the server sets the new one. */
async function changeConfigured(given: {
  readonly sealed: SealedStore;
  readonly oldText: string;
  readonly newText: string;
}): Promise<Report> {
  const { sealed, oldText, newText } = given;
  if (newText === oldText) throw sameKey();
  const [oldKey, newKey] = [deriveVaultKey(oldText), deriveVaultKey(newText)];
  const done = await rotate({ store: sealed, oldKey, newKey, clock: systemClock });
  return { ...done, keyFile: null, oldKeyFile: null, endedUrls: await sealed.openUrls() };
}

async function refuseWhileRunning(sealed: SealedStore): Promise<void> {
  const { count, untilMs } = await sealed.processes();
  if (count === 0) return;
  throw new Error(
    `${count === 1 ? "A server runs" : `${count} servers run`} on this database: stop all of them first. One that was killed counts for ${Math.ceil(untilMs / 1000)} more seconds.`,
  );
}

async function readKey({ surroundings }: CommandInput): Promise<string> {
  const text = (await surroundings.readInput()).trim();
  try {
    return keyText(text);
  } catch (error) {
    throw new UsageError(`The new key ${error instanceof Error ? error.message : "cannot be taken"}.`);
  }
}

function sameKey(): UsageError {
  return new UsageError("The new key is the old one: nothing was done.");
}

function sentences({ changed, secrets, credentials, subscriptions, grants, ...rest }: Report): string {
  const { keyFile, oldKeyFile, endedUrls } = rest;
  const counted = `${secrets} secrets of workflows, ${credentials} credentials, ${grants} grants of providers, ${subscriptions} subscriptions`;
  return [
    changed
      ? `Encrypted anew: ${counted}.`
      : `Everything was encrypted with the new key already: ${counted}.`,
    keyFile === null
      ? "Set SLUICE_SECRET_KEY to the new key before the next start, for every process."
      : `The new key is in ${keyFile}. The old one, in ${oldKeyFile}, opens backups from before: remove it when you need none of them.`,
    ...(endedUrls === 0
      ? []
      : [
          `${endedUrls} steps wait for a call of a URL that the old key signed; it answers no more. Approvals are decided in the editor, and an execution's page shows each step's new URL.`,
        ]),
    "",
  ].join("\n");
}

interface SealedStores {
  readonly sealed: SealedStore;
  readonly audit: AuditStore;
}

/** The database alone: an SQLite folder is claimed, so that no server holds it. */
async function withSealed<Result>(
  config: Config,
  work: (stores: SealedStores) => Promise<Result>,
): Promise<Result> {
  if (config.databaseUrl !== undefined) {
    const [{ createPostgresSealedStore }, { createPostgresAuditStore }, { openPostgres }] = await Promise.all(
      [
        import("../stores/sealed/postgres.ts"),
        import("../stores/audit/postgres.ts"),
        import("../stores/database/postgres/database.ts"),
      ],
    );
    const database = await openPostgres({
      url: config.databaseUrl,
      beforeUpgrade: () => copyBeforeUpgrade(config),
    });
    try {
      return await work({
        sealed: createPostgresSealedStore(database),
        audit: createPostgresAuditStore(database),
      });
    } finally {
      await database.close();
    }
  }
  const [{ createSqliteSealedStore }, { createSqliteAuditStore }, { openDatabase }, { claimDataFolder }] =
    await Promise.all([
      import("../stores/sealed/sqlite.ts"),
      import("../stores/audit/sqlite.ts"),
      import("../stores/database/database.ts"),
      import("../stores/database/claim.ts"),
    ]);
  const release = claimDataFolder(config.data);
  try {
    const database = openDatabase({ file: join(config.data, "sluice.db") });
    try {
      return await work({
        sealed: createSqliteSealedStore(database),
        audit: createSqliteAuditStore(database),
      });
    } finally {
      database.close();
    }
  } finally {
    release();
  }
}
