import pg from "pg";
import type { Clock } from "../clock.ts";
import { createPostgresBroadcast } from "../live/postgres-broadcast.ts";
import type { Log } from "../log.ts";
import { createGraphileTasks, installGraphile } from "../tasks/graphile.ts";
import { createPostgresAccountsStore } from "./accounts/postgres.ts";
import { createPostgresAlertsStore } from "./alerts/postgres.ts";
import { createPostgresAuditStore } from "./audit/postgres.ts";
import { createPostgresConnectorsStore } from "./connectors/postgres.ts";
import { createPostgresCredentialsStore } from "./credentials/postgres.ts";
import { openPostgres, type PostgresDatabase } from "./database/postgres/database.ts";
import { missingRights } from "./database/postgres/missing-rights.ts";
import { connectionOptions } from "./database/postgres/pool.ts";
import { createPostgresDeliveriesStore } from "./deliveries/postgres.ts";
import { createPostgresDriftStore } from "./drift/postgres.ts";
import { createPostgresEventsStore } from "./events/postgres.ts";
import { createPostgresExecutionsStore } from "./executions/postgres.ts";
import { createPostgresFiguresStore } from "./figures/postgres.ts";
import { createPostgresIntakeStore } from "./intake/postgres.ts";
import { createPostgresOAuthStore } from "./oauth/postgres.ts";
import type { OpenGiven, Stores } from "./open-stores.ts";
import { createPostgresPaces } from "./paces/postgres.ts";
import { createPostgresReplaysStore } from "./replays/postgres.ts";
import { createPostgresRetentionStore } from "./retention/postgres.ts";
import { createPostgresSecretsStore } from "./secrets/postgres.ts";
import { createPostgresSendersStore } from "./senders/postgres.ts";
import { createPostgresSettingsStore } from "./settings/postgres.ts";
import { sqlStateOf } from "./store-unavailable.ts";
import { createPostgresSubscriptionsStore } from "./subscriptions/postgres.ts";
import { createPostgresTestCasesStore } from "./test-cases/postgres.ts";
import { createPostgresTriggersStore } from "./triggers/postgres.ts";
import { createPostgresWaitsStore } from "./waits/postgres.ts";
import { createPostgresWorkflowsStore } from "./workflows/postgres.ts";

/** Opens a PostgreSQL database, migrates it, and gives everything that is kept there. */
export async function openPostgresStores(given: OpenGiven, url: string): Promise<Stores> {
  const { log, clock, beforeUpgrade } = given;
  const database = await openPostgres({ url, log, beforeUpgrade }).catch(async (error: unknown) => {
    throw await saidOfRights(url, error);
  });
  try {
    await installGraphile({ url, log });
    return await postgresStores({ database, log, clock });
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** A sentence for the operator instead of "permission denied for table …". */
async function saidOfRights(url: string, error: unknown): Promise<unknown> {
  if (sqlStateOf(error) !== "42501") return error;
  const client = new pg.Client(connectionOptions(url));
  client.on("error", () => {});
  try {
    await client.connect();
    const lacking = await missingRights(client);
    return lacking.length > 0 ? new Error(lacking.join(" "), { cause: error }) : error;
  } catch {
    return error;
  } finally {
    await client.end().catch(() => {});
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
  let closed: Promise<void> | undefined;
  const close = async () => {
    await intake.drain();
    await Promise.all([tasks.close(), broadcast.close()]);
    await database.close();
  };
  return {
    workflows: createPostgresWorkflowsStore(database, broadcast),
    secrets: createPostgresSecretsStore(database),
    accounts: createPostgresAccountsStore(database),
    audit: createPostgresAuditStore(database),
    deliveries: createPostgresDeliveriesStore(database),
    executions: createPostgresExecutionsStore(database),
    waits: createPostgresWaitsStore(database),
    triggers: createPostgresTriggersStore(database),
    senders: createPostgresSendersStore(database),
    drift: createPostgresDriftStore(database),
    subscriptions: createPostgresSubscriptionsStore(database),
    alerts: createPostgresAlertsStore(database),
    figures: createPostgresFiguresStore(database),
    settings: createPostgresSettingsStore(database),
    paces: createPostgresPaces(database),
    replays: createPostgresReplaysStore(database),
    testCases: createPostgresTestCasesStore(database),
    retention: createPostgresRetentionStore(database),
    events: createPostgresEventsStore(database),
    credentials: createPostgresCredentialsStore(database),
    oauth: createPostgresOAuthStore(database),
    connectors: createPostgresConnectorsStore(database),
    ...{ intake, tasks, broadcast, alone: false, started: Promise.resolve() },
    check: () => database.check(),
    checkTables: () => database.checkTables(),
    close() {
      closed ??= close();
      return closed;
    },
  };
}
