import type { Socket } from "node:net";
import {
  type DatabaseQuery,
  type DatabaseResult,
  type JsonObject,
  type MysqlCredential,
  NodeError,
} from "@sluice/workflow/node-contract";
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type FieldPacket,
  type PrepareStatementInfo,
  type Query,
  type QueryError,
  Types,
} from "mysql2";
import { codeOf } from "../../error-code.ts";
import type { OpenSocket } from "../connect.ts";
import { withDeadline } from "../deadline.ts";
import type { ConnectionPool, Pooled, Used } from "./connection-pool.ts";
import { cancelMs, endWith, timeLeft } from "./end-with.ts";
import { momentText } from "./moment-text.ts";
import { mysqlStatement } from "./mysql-statement.ts";
import { openForPool } from "./open-for-pool.ts";
import { parametersMismatch } from "./parameters-mismatch.ts";
import { placeOf } from "./place-of.ts";
import { plainRow } from "./plain-row.ts";
import { maxResultBytes, tooLarge } from "./result-size.ts";

/** A connection to MySQL or MariaDB that others may have used before. */
export class MysqlConnection implements Pooled {
  readonly connection: Connection;
  readonly #socket: Socket;
  /** The two end a slow statement by different settings. */
  readonly isMaria: boolean;
  #ended = false;

  private constructor(given: { connection: Connection; socket: Socket; isMaria: boolean }) {
    this.connection = given.connection;
    this.isMaria = given.isMaria;
    this.#socket = given.socket;
    const over = () => {
      this.#ended = true;
    };
    given.connection.on("error", over);
    given.connection.on("end", over);
    given.socket.once("close", over);
    if (given.socket.destroyed) over();
  }

  static async open(credential: MysqlCredential, socket: Socket): Promise<MysqlConnection> {
    const connection = createConnection(configOf(credential, socket));
    // Without anybody who hears it, an error ends the process.
    connection.on("error", () => {});
    try {
      await new Promise<void>((resolve, reject) => {
        connection.connect((error) => (error ? reject(error) : resolve()));
        // A server that closes before it has greeted is told to nobody otherwise.
        socket.once("close", () => reject(closedEarly()));
      });
      const [row] = await rowsOf(connection, "SELECT VERSION() AS version");
      return new MysqlConnection({ connection, socket, isMaria: /maria/i.test(String(row?.version)) });
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Ending politely would wait for a server that may be busy; what was not committed is undone either way. */
  end(): void {
    this.#ended = true;
    this.#socket.destroy();
  }

  /** COM_RESET_CONNECTION undoes what is open and forgets settings, locks and temporary tables. */
  clean(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once("close", reject);
      this.connection.reset((error) => {
        this.#socket.off("close", reject);
        if (error) reject(error);
        else resolve();
      });
    });
  }
}

/** One statement on a connection of the pool. */
export async function queryMysql(
  query: DatabaseQuery & { readonly credential: MysqlCredential },
  { open, pool }: { readonly open: OpenSocket; readonly pool: ConnectionPool<MysqlConnection> },
): Promise<DatabaseResult> {
  const { credential, timeoutMs } = query;
  const { host, port } = credential;
  const left = timeLeft(timeoutMs);
  const statement = mysqlStatement(query.statement, query.parameters);
  return withDeadline({ host, timeoutMs, signal: query.signal }, async (signal) => {
    try {
      return await pool.use(
        {
          ...{ ...placeOf(credential), signal },
          open: async () => {
            const socket = await openForPool(open, { host, port, signal });
            const stop = () => socket.destroy();
            signal.addEventListener("abort", stop, { once: true });
            return MysqlConnection.open(credential, socket).finally(() =>
              signal.removeEventListener("abort", stop),
            );
          },
        },
        (connection) =>
          endWith(
            signal,
            () => kill(connection, credential, open),
            () => ask(connection, { ...query, ...statement, timeoutMs: left() }),
          ),
      );
    } catch (error) {
      throw mysqlFailure(error, host);
    }
  });
}

/** Has the server end the statement: its own limits (MySQL's) are for reading alone. */
async function kill(
  { connection: { threadId } }: MysqlConnection,
  credential: MysqlCredential,
  open: OpenSocket,
): Promise<void> {
  const signal = AbortSignal.timeout(cancelMs);
  const socket = await open({ host: credential.host, port: credential.port, signal });
  signal.addEventListener("abort", () => socket.destroy(), { once: true });
  const killer = await MysqlConnection.open(credential, socket);
  try {
    await rowsOf(killer.connection, `KILL QUERY ${Number(threadId)}`);
  } finally {
    killer.end();
  }
}

function configOf(credential: MysqlCredential, socket: Socket): ConnectionOptions {
  const { host, port, database, username, password, security } = credential;
  return {
    ...{ host, port, database, user: username, password, stream: socket, charset: "utf8mb4_unicode_ci" },
    ...(security === "none" ? {} : { ssl: tlsOf(security) }),
    // As texts, they keep their digits and what is no moment (`0000-00-00`).
    ...{ timezone: "Z", dateStrings: true, supportBigNumbers: true, connectTimeout: 0 },
    // Row readers made of column names are not made by `eval`; the server gets no file of this machine.
    ...{ disableEval: true, multipleStatements: false, flags: ["-LOCAL_FILES"] },
  };
}

function tlsOf(security: "verify" | "encrypt") {
  const checked = security === "verify";
  return { rejectUnauthorized: checked, verifyIdentity: checked };
}

type Asked = Pick<DatabaseQuery, "readOnly" | "maxRows" | "timeoutMs"> & ReturnType<typeof mysqlStatement>;

async function ask(mysql: MysqlConnection, asked: Asked): Promise<Used<DatabaseResult>> {
  const { connection, isMaria } = mysql;
  const { readOnly, maxRows, timeoutMs } = asked;
  const limit = isMaria ? `max_statement_time = ${timeoutMs / 1000}` : `max_execution_time = ${timeoutMs}`;
  let reached = false;
  try {
    // One row more shows that there are more; the server need not find the rest.
    const settings = `${limit}, sql_select_limit = ${maxRows + 1}, time_zone = '+00:00'`;
    await rowsOf(connection, `SET SESSION ${settings}`);
    reached = true;
    if (readOnly) {
      await rowsOf(connection, "SET SESSION TRANSACTION READ ONLY");
      await rowsOf(connection, "START TRANSACTION READ ONLY");
    }
    return { result: await run(mysql, asked) };
  } catch (failure) {
    const sound = failure instanceof NodeError || (isServerError(failure) && !failure.fatal);
    return { failure, sound, gone: !reached };
  }
}

function rowsOf(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error, rows) => {
      if (error) reject(error);
      else resolve(Array.isArray(rows) ? (rows as Record<string, unknown>[]) : []);
    });
  });
}

/** A prepared statement: the server takes one, and the values travel beside it. */
async function run(mysql: MysqlConnection, asked: Asked): Promise<DatabaseResult> {
  const { sql, values } = asked;
  const prepared = await new Promise<PrepareStatementInfo>((resolve, reject) => {
    mysql.connection.prepare(sql, (error, statement) => (error ? reject(error) : resolve(statement)));
  });
  // A server that is sent too many values takes the wrong bytes for them (seen with MariaDB 10.11). The types leave them out.
  const { parameters } = prepared as unknown as Record<string, unknown>;
  const takes = Array.isArray(parameters) ? parameters.length : values.length;
  if (takes !== values.length) throw parametersMismatch({ takes, given: values.length });
  return rowsFrom(mysql, prepared.execute(values), asked);
}

function rowsFrom(mysql: MysqlConnection, command: Query, { maxRows }: Asked): Promise<DatabaseResult> {
  return new Promise((resolve, reject) => {
    const rows: JsonObject[] = [];
    let bytes = 0;
    let changed = 0;
    let hasRows = false;
    let moments: readonly string[] = [];
    // What is more than asked for is not waited for.
    const enough = (settle: () => void) => {
      mysql.end();
      settle();
    };
    command.on("error", reject);
    command.on("fields", (fields: readonly FieldPacket[] | undefined) => {
      hasRows ||= fields !== undefined;
      moments = (fields ?? [])
        .filter(({ columnType }) => columnType === Types.TIMESTAMP || columnType === Types.DATETIME)
        .map(({ name }) => name);
    });
    command.on("result", (row: Record<string, unknown> & { affectedRows?: number }) => {
      if (mysql.ended) return;
      if (!hasRows) {
        changed = row.affectedRows ?? 0;
        return;
      }
      // A procedure's own status behind its rows.
      if (row.constructor?.name === "ResultSetHeader") return;
      const plain = withMoments(plainRow(row), moments);
      bytes += JSON.stringify(plain).length;
      if (bytes > maxResultBytes) enough(() => reject(tooLarge()));
      else if (rows.length === maxRows) enough(() => resolve({ rows, rowCount: maxRows, truncated: true }));
      else rows.push(plain);
    });
    command.on("end", () => resolve({ rows, rowCount: hasRows ? rows.length : changed, truncated: false }));
  });
}

/** The connection's time zone is UTC. A day alone stays a day. */
function withMoments(row: JsonObject, names: readonly string[]): JsonObject {
  const moments = names.flatMap((name) => {
    const text = row[name];
    return typeof text === "string" ? [[name, momentText(text)] as const] : [];
  });
  return moments.length === 0 ? row : { ...row, ...Object.fromEntries(moments) };
}

/** Error numbers of MySQL and MariaDB. */
const logins: ReadonlySet<number> = new Set([1044, 1045, 1049, 1251, 1698, 3118, 4151]);
const late: ReadonlySet<number> = new Set([1317, 1969, 3024]);
/** After which the same statement may work: too many connections, going down, lock not had, deadlock, killed. */
const passing: ReadonlySet<number> = new Set([1040, 1053, 1203, 1205, 1213, 1226, 1927, 3572]);

function isServerError(error: unknown): error is QueryError & { errno: number } {
  return error instanceof Error && "errno" in error && typeof error.errno === "number" && "sqlState" in error;
}

function closedEarly(): Error {
  return Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" });
}

function mysqlFailure(error: unknown, host: string): unknown {
  if (isServerError(error)) {
    const { errno, message } = error;
    if (late.has(errno)) {
      const said = `the statement took longer than its time limit on ${host}`;
      return new NodeError({ code: "request-timed-out", message: said, kind: "timeout", cause: error });
    }
    return new NodeError({
      code: logins.has(errno) ? "database-login-refused" : "database-refused",
      message: `${host} refused it (${errno}): ${message}`,
      kind: passing.has(errno) ? "5xx" : "other",
      cause: error,
    });
  }
  const code = codeOf(error);
  if (code === "HANDSHAKE_NO_SSL_SUPPORT") {
    const message = `${host} offers no encryption`;
    return new NodeError({ code: "certificate-refused", message, cause: error });
  }
  if (code === "PROTOCOL_CONNECTION_LOST") return closedEarly();
  return error;
}
