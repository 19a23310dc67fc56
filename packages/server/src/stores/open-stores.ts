import { join } from "node:path";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Broadcast } from "../live/broadcast.ts";
import { createLocalBroadcast } from "../live/local-broadcast.ts";
import { createPostgresBroadcast } from "../live/postgres-broadcast.ts";
import type { Log } from "../log.ts";
import { createEmbeddedTasks } from "../tasks/embedded.ts";
import { createGraphileTasks, installGraphile } from "../tasks/graphile.ts";
import type { Tasks } from "../tasks/tasks.ts";
import { createPostgresAccountsStore } from "./accounts/postgres.ts";
import { createSqliteAccountsStore } from "./accounts/sqlite.ts";
import type { AccountsStore } from "./accounts/store.ts";
import { createPostgresCredentialsStore } from "./credentials/postgres.ts";
import { createSqliteCredentialsStore } from "./credentials/sqlite.ts";
import type { CredentialsStore } from "./credentials/store.ts";
import { claimDataFolder, unusableFolder } from "./database/claim.ts";
import { type Database, openDatabase } from "./database/database.ts";
import { openPostgres, type PostgresDatabase } from "./database/postgres/database.ts";
import { createPostgresDeliveriesStore } from "./deliveries/postgres.ts";
import { createSqliteDeliveriesStore } from "./deliveries/sqlite.ts";
import type { DeliveriesStore } from "./deliveries/store.ts";
import { createPostgresDriftStore } from "./drift/postgres.ts";
import { createSqliteDriftStore } from "./drift/sqlite.ts";
import type { DriftStore } from "./drift/store.ts";
import { createPostgresEventsStore } from "./events/postgres.ts";
import { createSqliteEventsStore } from "./events/sqlite.ts";
import type { EventsStore } from "./events/store.ts";
import { createPostgresExecutionsStore } from "./executions/postgres.ts";
import { createSqliteExecutionsStore } from "./executions/sqlite.ts";
import type { ExecutionsStore } from "./executions/store.ts";
import { createPostgresIntakeStore } from "./intake/postgres.ts";
import { createSqliteIntakeStore } from "./intake/sqlite.ts";
import type { IntakeStore } from "./intake/store.ts";
import { startIntakeThread } from "./intake/thread.ts";
import { createPostgresReplaysStore } from "./replays/postgres.ts";
import { createSqliteReplaysStore } from "./replays/sqlite.ts";
import type { ReplaysStore } from "./replays/store.ts";
import { createPostgresRetentionStore } from "./retention/postgres.ts";
import { createSqliteRetentionStore } from "./retention/sqlite.ts";
import type { RetentionStore } from "./retention/store.ts";
import { createPostgresSecretsStore } from "./secrets/postgres.ts";
import { createSqliteSecretsStore } from "./secrets/sqlite.ts";
import type { SecretsStore } from "./secrets/store.ts";
import { createPostgresSendersStore } from "./senders/postgres.ts";
import { createSqliteSendersStore } from "./senders/sqlite.ts";
import type { SendersStore } from "./senders/store.ts";
import { createPostgresSettingsStore } from "./settings/postgres.ts";
import { createSqliteSettingsStore } from "./settings/sqlite.ts";
import type { SettingsStore } from "./settings/store.ts";
import { isUnavailable } from "./store-unavailable.ts";
import { createPostgresSubscriptionsStore } from "./subscriptions/postgres.ts";
import { createSqliteSubscriptionsStore } from "./subscriptions/sqlite.ts";
import type { SubscriptionsStore } from "./subscriptions/store.ts";
import { createPostgresTestCasesStore } from "./test-cases/postgres.ts";
import { createSqliteTestCasesStore } from "./test-cases/sqlite.ts";
import type { TestCasesStore } from "./test-cases/store.ts";
import { createPostgresTriggersStore } from "./triggers/postgres.ts";
import { createSqliteTriggersStore } from "./triggers/sqlite.ts";
import type { TriggersStore } from "./triggers/store.ts";
import { createPostgresWaitsStore } from "./waits/postgres.ts";
import { createSqliteWaitsStore } from "./waits/sqlite.ts";
import type { WaitsStore } from "./waits/store.ts";
import { createPostgresWorkflowsStore } from "./workflows/postgres.ts";
import { createSqliteWorkflowsStore } from "./workflows/sqlite.ts";
import type { WorkflowsStore } from "./workflows/store.ts";

/** Everything that is kept, and what keeps it, whichever database that is. */
export interface Stores {
  readonly workflows: WorkflowsStore;
  readonly secrets: SecretsStore;
  readonly accounts: AccountsStore;
  readonly deliveries: DeliveriesStore;
  readonly executions: ExecutionsStore;
  readonly waits: WaitsStore;
  readonly credentials: CredentialsStore;
  readonly events: EventsStore;
  readonly retention: RetentionStore;
  readonly senders: SendersStore;
  readonly drift: DriftStore;
  readonly settings: SettingsStore;
  readonly replays: ReplaysStore;
  readonly testCases: TestCasesStore;
  readonly triggers: TriggersStore;
  readonly subscriptions: SubscriptionsStore;
  readonly intake: IntakeStore;
  readonly tasks: Tasks;
  readonly broadcast: Broadcast;
  /** What writes has started: nothing that is handed in waits for that any more. */
  readonly started: Promise<void>;
  /** No other process works on it. */
  readonly alone: boolean;
  /** Whether the database answers: rejects with what it says when not. */
  check(): Promise<void>;
  /** Writes what waits and lets go of everything. Any number of times. */
  close(): Promise<void>;
}

interface OpenGiven {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
}

/**
 * Opens the database that the configuration names, migrates it, and gives everything that is kept there.
 * Throws a sentence for the operator when it cannot be used.
 */
export function openStores(given: OpenGiven): Promise<Stores> {
  const { databaseUrl } = given.config;
  return databaseUrl === undefined ? openSqliteStores(given) : openPostgresStores(given, databaseUrl);
}

async function openSqliteStores({ config, log, clock }: OpenGiven): Promise<Stores> {
  const release = claimDataFolder(config.data);
  let database: Database;
  try {
    database = openDatabase({ file: join(config.data, "sluice.db") });
  } catch (error) {
    release();
    throw isUnavailable(error) ? unusableFolder(config.data, error) : error;
  }
  const { copy } = database.migrated;
  if (copy !== null) log.info({ copy }, "the database was copied before it was changed for this version");
  const tasks = createEmbeddedTasks({ database, log, clock });
  const writer = startIntakeThread(database);
  const intake = createSqliteIntakeStore(database, { writer, tasksStored: () => tasks.poke() });
  return {
    workflows: createSqliteWorkflowsStore(database),
    secrets: createSqliteSecretsStore(database),
    accounts: createSqliteAccountsStore(database),
    deliveries: createSqliteDeliveriesStore(database),
    executions: createSqliteExecutionsStore(database),
    waits: createSqliteWaitsStore(database),
    triggers: createSqliteTriggersStore(database),
    senders: createSqliteSendersStore(database),
    drift: createSqliteDriftStore(database),
    subscriptions: createSqliteSubscriptionsStore(database),
    settings: createSqliteSettingsStore(database),
    replays: createSqliteReplaysStore(database),
    testCases: createSqliteTestCasesStore(database),
    retention: createSqliteRetentionStore(database),
    events: createSqliteEventsStore(database),
    credentials: createSqliteCredentialsStore(database),
    intake,
    tasks,
    broadcast: createLocalBroadcast(),
    started: writer.started,
    alone: true,
    async check() {
      database.check();
      if (intake.broken) throw new Error("the disk failed in a write, or the database file was removed");
    },
    async close() {
      await writer.close();
      database.close();
      release();
    },
  };
}

async function openPostgresStores({ log, clock }: OpenGiven, url: string): Promise<Stores> {
  const database = await openPostgres({ url, log });
  try {
    await installGraphile({ url, log });
    return await postgresStores({ database, log, clock });
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function postgresStores(given: {
  readonly database: PostgresDatabase;
  readonly log: Log;
  readonly clock: Clock;
}): Promise<Stores> {
  const { database, log, clock } = given;
  const broadcast = await createPostgresBroadcast({ database, log });
  const tasks = createGraphileTasks({ url: database.url, log, clock });
  const intake = createPostgresIntakeStore(database);
  return {
    workflows: createPostgresWorkflowsStore(database, broadcast),
    secrets: createPostgresSecretsStore(database),
    accounts: createPostgresAccountsStore(database),
    deliveries: createPostgresDeliveriesStore(database),
    executions: createPostgresExecutionsStore(database),
    waits: createPostgresWaitsStore(database),
    triggers: createPostgresTriggersStore(database),
    senders: createPostgresSendersStore(database),
    drift: createPostgresDriftStore(database),
    subscriptions: createPostgresSubscriptionsStore(database),
    settings: createPostgresSettingsStore(database),
    replays: createPostgresReplaysStore(database),
    testCases: createPostgresTestCasesStore(database),
    retention: createPostgresRetentionStore(database),
    events: createPostgresEventsStore(database),
    credentials: createPostgresCredentialsStore(database),
    ...{ intake, tasks, broadcast, alone: false, started: Promise.resolve() },
    check: () => database.check(),
    async close() {
      await intake.drain();
      await Promise.all([tasks.close(), broadcast.close()]);
      await database.close();
    },
  };
}
