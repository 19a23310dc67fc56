import pg from "pg";

/** Named in `pg_stat_activity`, so that an operator sees whose connections they are. */
const applicationName = "sluice";

/** How long a statement may take on the server, in milliseconds: what waits longer waits for something that is stuck. */
const statementTimeoutMs = 10_000;

/**
 * How long an answer is waited for here. The server's own limit comes first; this one is for a database that a network
 * has swallowed, which never says anything.
 */
const answerTimeoutMs = 12_000;
/** Where the address names no `connect_timeout` of its own. */
const usualConnectTimeoutMs = 5000;
const keepAliveMs = 10_000;

/** A connection that began a transaction and forgot it would hold its locks for ever. */
const idleInTransactionMs = 30_000;

export interface PoolLog {
  warn(details: object, message: string): void;
}

export const silentLog: PoolLog = { warn: () => {} };

/** What every connection of ours is made with, the ones outside of a pool included. */
export function connectionOptions(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutOf(url),
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    query_timeout: answerTimeoutMs,
  };
}

/** `connect_timeout` of the address, in seconds as PostgreSQL's own programs take it; node-postgres does not read it. */
function connectTimeoutOf(url: string): number {
  const seconds = Number(new URL(url).searchParams.get("connect_timeout") ?? "");
  return seconds > 0 ? Math.min(seconds, 3600) * 1000 : usualConnectTimeoutMs;
}

/**
 * A pool whose connections commit durably and give up in time.
 *
 * - node-postgres ends the process for a lost idle connection without an `error` handler, and for one that is lost between
 *   two statements of a transaction as well: both have one.
 * - `synchronous_commit` is set and read back on every connection, as `synchronous=FULL` is on SQLite: a role or database
 *   that has it off would lose what was answered with 2xx.
 */
export function createPool(given: {
  readonly url: string;
  readonly max: number;
  readonly log: PoolLog;
  /** `relaxed`: a crash of the database may take the last moments back. For what is only a hint. */
  readonly durability?: "full" | "relaxed";
}): pg.Pool {
  const { url, max, log, durability = "full" } = given;
  const onConnect = (client: pg.ClientBase) => prepare(client, durability);
  const pool = new pg.Pool({ ...connectionOptions(url), max, onConnect });
  const lost = (err: Error) => log.warn({ err }, "a connection to the database was lost");
  pool.on("error", lost);
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** Settings of a new connection. They are not sent with the start of it, because poolers in between refuse those. */
async function prepare(client: pg.ClientBase, durability: "full" | "relaxed"): Promise<void> {
  const { rows } = await client.query<{ setting: string }>(
    `select set_config('statement_timeout', $1, false), set_config('idle_in_transaction_session_timeout', $2, false),
       case when $3 then set_config('synchronous_commit', 'off', false)
         when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', false)
         else current_setting('synchronous_commit') end as setting`,
    [String(statementTimeoutMs), String(idleInTransactionMs), durability === "relaxed"],
  );
  if (durability === "full" && rows[0]?.setting === "off") {
    throw new Error("The database refuses synchronous_commit=on.");
  }
}
