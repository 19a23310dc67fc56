import { join } from "node:path";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Broadcast } from "../live/broadcast.ts";
import { createLocalBroadcast } from "../live/local-broadcast.ts";
import type { Log } from "../log.ts";
import { createEmbeddedTasks } from "../tasks/embedded.ts";
import type { Tasks } from "../tasks/tasks.ts";
import { createSqliteAccountsStore } from "./accounts/sqlite.ts";
import type { AccountsStore } from "./accounts/store.ts";
import { createSqliteAlertsStore } from "./alerts/sqlite.ts";
import type { AlertsStore } from "./alerts/store.ts";
import { createSqliteAuditStore } from "./audit/sqlite.ts";
import type { AuditStore } from "./audit/store.ts";
import { createSqliteConnectorsStore } from "./connectors/sqlite.ts";
import type { ConnectorsStore } from "./connectors/store.ts";
import { createSqliteCredentialsStore } from "./credentials/sqlite.ts";
import type { CredentialsStore } from "./credentials/store.ts";
import { claimDataFolder, unusableFolder } from "./database/claim.ts";
import { type Database, openDatabase } from "./database/database.ts";
import { createSqliteDeliveriesStore } from "./deliveries/sqlite.ts";
import type { DeliveriesStore } from "./deliveries/store.ts";
import { createSqliteDriftStore } from "./drift/sqlite.ts";
import type { DriftStore } from "./drift/store.ts";
import { createSqliteEventsStore } from "./events/sqlite.ts";
import type { EventsStore } from "./events/store.ts";
import { createSqliteExecutionsStore } from "./executions/sqlite.ts";
import type { ExecutionsStore } from "./executions/store.ts";
import { createSqliteFiguresStore } from "./figures/sqlite.ts";
import type { FiguresStore } from "./figures/store.ts";
import { createSqliteIntakeStore } from "./intake/sqlite.ts";
import type { IntakeStore } from "./intake/store.ts";
import { startIntakeThread } from "./intake/thread.ts";
import { createSqliteOAuthStore } from "./oauth/sqlite.ts";
import type { OAuthStore } from "./oauth/store.ts";
import type { PacesStore } from "./paces/store.ts";
import { createSqliteReplaysStore } from "./replays/sqlite.ts";
import type { ReplaysStore } from "./replays/store.ts";
import { createSqliteRetentionStore } from "./retention/sqlite.ts";
import type { RetentionStore } from "./retention/store.ts";
import { createSqliteSecretsStore } from "./secrets/sqlite.ts";
import type { SecretsStore } from "./secrets/store.ts";
import { createSqliteSendersStore } from "./senders/sqlite.ts";
import type { SendersStore } from "./senders/store.ts";
import { createSqliteSettingsStore } from "./settings/sqlite.ts";
import type { SettingsStore } from "./settings/store.ts";
import { isUnavailable } from "./store-unavailable.ts";
import { createSqliteSubscriptionsStore } from "./subscriptions/sqlite.ts";
import type { SubscriptionsStore } from "./subscriptions/store.ts";
import { createSqliteTestCasesStore } from "./test-cases/sqlite.ts";
import type { TestCasesStore } from "./test-cases/store.ts";
import { createSqliteTriggersStore } from "./triggers/sqlite.ts";
import type { TriggersStore } from "./triggers/store.ts";
import { createSqliteWaitsStore } from "./waits/sqlite.ts";
import type { WaitsStore } from "./waits/store.ts";
import { createSqliteWorkflowsStore } from "./workflows/sqlite.ts";
import type { WorkflowsStore } from "./workflows/store.ts";

/** Everything that is kept, and what keeps it, whichever database that is. */
export interface Stores {
  readonly workflows: WorkflowsStore;
  readonly secrets: SecretsStore;
  readonly accounts: AccountsStore;
  readonly audit: AuditStore;
  readonly deliveries: DeliveriesStore;
  readonly executions: ExecutionsStore;
  readonly waits: WaitsStore;
  readonly credentials: CredentialsStore;
  readonly oauth: OAuthStore;
  readonly connectors: ConnectorsStore;
  readonly events: EventsStore;
  readonly retention: RetentionStore;
  readonly senders: SendersStore;
  readonly drift: DriftStore;
  readonly settings: SettingsStore;
  /** Null: no other process works on the database, and each keeps paces in its memory. */
  readonly paces: PacesStore | null;
  readonly replays: ReplaysStore;
  readonly testCases: TestCasesStore;
  readonly triggers: TriggersStore;
  readonly subscriptions: SubscriptionsStore;
  readonly alerts: AlertsStore;
  readonly figures: FiguresStore;
  readonly intake: IntakeStore;
  readonly tasks: Tasks;
  readonly broadcast: Broadcast;
  /** What writes has started: nothing that is handed in waits for that any more. */
  readonly started: Promise<void>;
  /** No other process works on it. */
  readonly alone: boolean;
  /** Whether the database answers, and takes writes: rejects with what it says when not. */
  check(): Promise<void>;
  /** Whether its tables are still those of this program: rejects once a newer one has changed them. */
  checkTables(): Promise<void>;
  /** Writes what waits and lets go of everything. Any number of times. */
  close(): Promise<void>;
}

/** What stores are opened with. */
export interface OpenGiven {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  /** Makes the copy of a PostgreSQL database that leads back, before an upgrade changes it; null: none was made. */
  readonly beforeUpgrade: () => Promise<string | null>;
}

/**
 * Opens the database that the configuration names, migrates it, and gives everything that is kept there.
 * Throws a sentence for the operator when it cannot be used.
 */
export async function openStores(given: OpenGiven): Promise<Stores> {
  const { databaseUrl } = given.config;
  if (databaseUrl === undefined) return openSqliteStores(given);
  // Loaded where it is used: the client and the queue take 5 MB that a server on one file does without.
  const { openPostgresStores } = await import("./open-postgres-stores.ts");
  return openPostgresStores(given, databaseUrl);
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
    audit: createSqliteAuditStore(database),
    deliveries: createSqliteDeliveriesStore(database),
    executions: createSqliteExecutionsStore(database),
    waits: createSqliteWaitsStore(database),
    triggers: createSqliteTriggersStore(database),
    senders: createSqliteSendersStore(database),
    drift: createSqliteDriftStore(database),
    subscriptions: createSqliteSubscriptionsStore(database),
    alerts: createSqliteAlertsStore(database),
    figures: createSqliteFiguresStore(database),
    settings: createSqliteSettingsStore(database),
    paces: null,
    replays: createSqliteReplaysStore(database),
    testCases: createSqliteTestCasesStore(database),
    retention: createSqliteRetentionStore(database),
    events: createSqliteEventsStore(database),
    credentials: createSqliteCredentialsStore(database),
    oauth: createSqliteOAuthStore(database),
    connectors: createSqliteConnectorsStore(database),
    intake,
    tasks,
    broadcast: createLocalBroadcast(),
    started: writer.started,
    alone: true,
    async check() {
      database.check();
      if (intake.broken) throw new Error("the disk failed in a write, or the database file was removed");
      // The sign of life that each process writes every ten seconds finds out when nothing else is written.
      if (writer.failing) throw new Error("the database could not take the last write: full, or locked");
    },
    checkTables: async () => database.checkTables(),
    async close() {
      await writer.close();
      database.close();
      release();
    },
  };
}
