import { TLSSocket } from "node:tls";
import pg from "pg";
import { codeOf } from "../error-code.ts";
import { MigrationError } from "../stores/database/migration-error.ts";
import { migrationState } from "../stores/database/postgres/migrate.ts";
import { missingRights } from "../stores/database/postgres/missing-rights.ts";
import { connectionOptions } from "../stores/database/postgres/pool.ts";
import { sqlStateOf } from "../stores/store-unavailable.ts";
import { encryptionFinding, parameterFindings } from "./database-address.ts";
import { doubtful, type Finding, saidBy, well, wrong } from "./finding.ts";
import { type KnownKey, keyFindings } from "./secret-key.ts";

/** Machines may differ by this much, in milliseconds; by the second much something is done at a wrong time. */
const clockToleranceMs = 5000;
const clockHarmMs = 60_000;
/** Connections of one process: two pools, the queue's two, and two that stay open. */
const connectionsOfProcess = 21;

/** Whether the PostgreSQL database can be reached and used, and keeps what it is given. */
export async function postgresFindings(given: {
  readonly url: string;
  readonly clock: () => number;
  /** Where the key is, and the one that is set instead. */
  readonly dataFolder: string;
  readonly configured: string | undefined;
}): Promise<Finding[]> {
  const parameters = parameterFindings(given.url);
  const client = new pg.Client(connectionOptions(given.url));
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    return [...parameters, wrong(reachSentence(error, given.url))];
  }
  try {
    const lacking = (await missingRights(client)).map(wrong);
    return [
      ...parameters,
      ...(await settingFindings(client)),
      encryptionFinding(given.url, client.connection.stream instanceof TLSSocket),
      ...(await rightFindings(client)),
      ...(await clockFindings(client, given.clock)),
      // What may not be read cannot be looked at.
      ...(lacking.length > 0 ? lacking : await tableFindings(client, given)),
    ];
  } catch (error) {
    return [wrong(`The database stopped answering in the middle of the examination: ${saidBy(error)}.`)];
  } finally {
    await client.end().catch(() => {});
  }
}

/** Why there is no connection, and what to do. The address is named without its password. */
function reachSentence(error: unknown, text: string): string {
  const url = new URL(text);
  const place = `${url.hostname}:${url.port || "5432"}`;
  const name = decodeURIComponent(url.pathname.slice(1));
  const user = decodeURIComponent(url.username) || "this account";
  const code = firstCodeOf(error);
  const sentences: Readonly<Record<string, string>> = {
    ENOTFOUND: `There is no host ${url.hostname}: correct the name in SLUICE_DATABASE_URL.`,
    EAI_AGAIN: `The name ${url.hostname} cannot be looked up now: see whether this machine reaches its name server.`,
    ECONNREFUSED: `Nothing listens on ${place}: start PostgreSQL there, or correct host and port in SLUICE_DATABASE_URL.`,
    EHOSTUNREACH: `The host ${url.hostname} cannot be reached: see the network between this machine and the database.`,
    ENETUNREACH: `The host ${url.hostname} cannot be reached: see the network between this machine and the database.`,
    "28P01": `PostgreSQL refuses the password of ${user}: correct it in SLUICE_DATABASE_URL.`,
    "28000": `PostgreSQL refuses ${user} from this machine: add a line for it to pg_hba.conf, or correct the user in SLUICE_DATABASE_URL.`,
    "3D000": `There is no database ${name}: make it (createdb ${name}), or correct the name in SLUICE_DATABASE_URL.`,
    "42501": `${user} may not connect to the database ${name}: GRANT CONNECT ON DATABASE ${name} TO ${user}.`,
    "53300": "PostgreSQL has no connection left: raise max_connections, or run fewer processes.",
    "57P03": "PostgreSQL is starting or stopping: try again in a moment.",
  };
  // The same code for two things: the routine of the server that said it is the same in all languages.
  if (code === "28000" && routineOf(error) === "InitializeSessionUserId") {
    return `PostgreSQL has no role ${user} that may log in: ALTER ROLE ${user} LOGIN, or correct the user in SLUICE_DATABASE_URL.`;
  }
  const known = sentences[code];
  if (known !== undefined) return known;
  if (/timeout|ETIMEDOUT/i.test(`${code} ${saidBy(error)}`)) {
    return `${place} does not answer: see whether a firewall is between this machine and the database.`;
  }
  return `There is no connection to ${place}: ${saidBy(error)}.`;
}

/** A host with several addresses fails with a list of errors. */
function firstCodeOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return codeOf(first) || sqlStateOf(error);
}

function routineOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.routine : undefined;
}

async function settingFindings(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<Record<string, string>>(
    `select current_setting('server_version') as version, current_setting('server_version_num') as number,
      current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit, pg_is_in_recovery()::text as standby,
      current_setting('transaction_read_only') as reading, current_database() as name,
      current_setting('max_connections') as most, (select count(*) from pg_stat_activity)::text as used`,
  );
  const { version, number, encoding, fsync, commit, standby, reading, name, most, used } = rows[0] ?? {};
  const findings: Finding[] = [];
  if (Number(number) < 140_000) {
    findings.push(
      wrong(`The database runs PostgreSQL ${version}, which is too old: upgrade it to 14 or newer.`),
    );
  } else findings.push(well(`PostgreSQL ${version} answers.`));
  if (encoding !== "UTF8") {
    findings.push(wrong(`The database's encoding is ${encoding}: make it anew with ENCODING 'UTF8'.`));
  }
  if (standby === "true") {
    findings.push(
      wrong("The database is a standby that takes no writes: name the primary in SLUICE_DATABASE_URL."),
    );
  } else if (reading === "on") {
    findings.push(
      wrong(
        `default_transaction_read_only is on for this role or database, so that nothing can be written: ALTER DATABASE ${name} SET default_transaction_read_only = off, and the same for the role.`,
      ),
    );
  }
  if (fsync === "off") {
    findings.push(
      wrong(
        "PostgreSQL's fsync is off, so that a power cut loses what was answered with 2xx: set fsync = on in postgresql.conf.",
      ),
    );
  }
  if (commit === "off") {
    findings.push(
      doubtful(
        "synchronous_commit is off for this role or database; Sluice turns it on for its own connections, and a pooler in between may turn it off again: set it to on.",
      ),
    );
  }
  if (Number(most) - Number(used) < connectionsOfProcess) {
    findings.push(
      doubtful(
        `Of ${most} connections ${used} are taken, and each process of Sluice takes up to ${connectionsOfProcess}: raise max_connections.`,
      ),
    );
  }
  return findings;
}

async function rightFindings(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{
    name: string;
    there: boolean;
    usable: boolean;
    may: boolean;
    database: string;
    user: string;
  }>(
    `select wanted.name, found.oid is not null as there,
      coalesce(has_schema_privilege(found.oid, 'CREATE'), false) as usable,
      has_database_privilege(current_database(), 'CREATE') as may, current_database() as database, current_user as user
    from unnest(array['sluice', 'graphile_worker']) as wanted(name) left join pg_namespace found on found.nspname = wanted.name`,
  );
  return rows.flatMap(({ name, there, usable, may, database, user }) => {
    if (there ? usable : may) return [];
    return there
      ? [
          wrong(
            `The role ${user} may not make tables in the schema ${name}: ALTER SCHEMA ${name} OWNER TO ${user}.`,
          ),
        ]
      : [
          wrong(
            `The role ${user} may not make the schema ${name}: GRANT CREATE ON DATABASE ${database} TO ${user}.`,
          ),
        ];
  });
}

async function clockFindings(client: pg.Client, clock: () => number): Promise<Finding[]> {
  const before = clock();
  const { rows } = await client.query<{ now: string }>(
    "select extract(epoch from clock_timestamp()) * 1000 as now",
  );
  const apart = Math.round(Number(rows[0]?.now) - (before + clock()) / 2);
  if (Math.abs(apart) <= clockToleranceMs) return [];
  const seconds = Math.round(Math.abs(apart) / 1000);
  const [where, when] = apart > 0 ? ["behind", "late"] : ["ahead of", "early"];
  const say = Math.abs(apart) > clockHarmMs ? wrong : doubtful;
  return [
    say(
      `This machine's clock is ${seconds} s ${where} the database's, so that what sleeps and what is planned comes so much too ${when}, and records bear wrong times: let both follow a time server (NTP).`,
    ),
  ];
}

async function tableFindings(
  client: pg.Client,
  key: { readonly dataFolder: string; readonly configured: string | undefined },
): Promise<Finding[]> {
  try {
    const { pending } = await migrationState(client);
    const state =
      pending === 0
        ? "The tables are of this version."
        : `The next start brings the tables to this version (${pending} migrations).`;
    return [
      well(state),
      ...keyFindings({ ...key, known: await knownKeys(client) }),
      ...(await failedTasks(client)),
    ];
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    return [wrong(error.message), ...(await failedTasks(client))];
  }
}

async function knownKeys(client: pg.Client): Promise<readonly KnownKey[]> {
  const { rows: there } = await client.query(
    "select from pg_tables where schemaname = 'sluice' and tablename = 'vault_keys'",
  );
  if (there.length === 0) return [];
  return (await client.query<KnownKey>("select id, check_value as check from sluice.vault_keys")).rows;
}

async function failedTasks(client: pg.Client): Promise<Finding[]> {
  const queue = await client.query<{ there: boolean }>(
    "select exists (select from pg_views where schemaname = 'graphile_worker' and viewname = 'jobs') as there",
  );
  if (!queue.rows[0]?.there) return [];
  const { rows } = await client.query<{ failed: string }>(
    "select count(*) as failed from graphile_worker.jobs where attempts >= max_attempts and last_error is not null",
  );
  const failed = Number(rows[0]?.failed ?? 0);
  if (failed === 0) return [];
  return [
    doubtful(`${failed} tasks were put aside because they failed too often: the log says why ("put aside").`),
  ];
}
