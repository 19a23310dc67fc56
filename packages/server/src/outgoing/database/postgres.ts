import type { Socket } from "node:net";
import {
  type DatabaseQuery,
  type DatabaseResult,
  type Json,
  type JsonObject,
  NodeError,
  type PostgresCredential,
} from "@sluice/workflow/node-contract";
import { Client, type ClientConfig, DatabaseError, type QueryResult } from "pg";
import Cursor from "pg-cursor";
import type { OpenSocket } from "../connect.ts";
import { withDeadline } from "../deadline.ts";
import type { ConnectionPool, Pooled, Used } from "./connection-pool.ts";
import { cancelMs, endWith, timeLeft } from "./end-with.ts";
import { connected, openForPool } from "./open-for-pool.ts";
import { parametersMismatch } from "./parameters-mismatch.ts";
import { placeOf } from "./place-of.ts";
import { plainRow } from "./plain-row.ts";
import { postgresTypes } from "./postgres-types.ts";
import { maxResultBytes, tooLarge } from "./result-size.ts";

/** Stands where a connection says its version otherwise. */
const cancelCode = 80_877_102;
/** Rows read at a time: the size is judged after each batch. */
const batchRows = 100;

/** A connection that others may have used before. */
export class PostgresConnection implements Pooled {
  readonly client: Client;
  readonly #socket: Socket;
  #ended = false;

  private constructor(client: Client, socket: Socket) {
    this.client = client;
    this.#socket = socket;
    const over = () => {
      this.#ended = true;
    };
    // What breaks off later is told by the query that waits for it, or shows when it is used again.
    client.on("error", over);
    client.on("end", over);
    socket.once("close", over);
  }

  static async open(credential: PostgresCredential, socket: Socket): Promise<PostgresConnection> {
    const connection = new PostgresConnection(new Client(configOf(credential, socket)), socket);
    try {
      await connection.client.connect();
      return connection;
    } catch (error) {
      connection.end();
      throw error;
    }
  }

  /** Has the server end the statement that it works on (PostgreSQL, 54.2.9): a connection of its own, which is not answered. */
  async cancel(openSocket: () => Promise<Socket>): Promise<void> {
    // Told by the server when it is connected; the types leave them out.
    const { processID, secretKey } = this.client as unknown as Record<string, unknown>;
    if (typeof processID !== "number" || typeof secretKey !== "number") return;
    const request = Buffer.alloc(16);
    for (const [index, part] of [16, cancelCode, processID, secretKey].entries()) {
      request.writeInt32BE(part, index * 4);
    }
    const socket = await openSocket();
    socket.on("error", () => {});
    socket.setTimeout(cancelMs, () => socket.destroy());
    socket.resume().end(request);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Ending politely would wait for a server that may be busy; what was not committed is undone either way. */
  end(): void {
    this.#ended = true;
    this.#socket.destroy();
  }

  async clean(): Promise<void> {
    await this.client.query("ROLLBACK");
    await this.client.query("DISCARD ALL");
  }
}

/** One statement on a connection of the pool. */
export async function queryPostgres(
  query: DatabaseQuery & { readonly credential: PostgresCredential },
  { open, pool }: { readonly open: OpenSocket; readonly pool: ConnectionPool<PostgresConnection> },
): Promise<DatabaseResult> {
  const { credential, timeoutMs } = query;
  const { host, port } = credential;
  const left = timeLeft(timeoutMs);
  return withDeadline({ host, timeoutMs, signal: query.signal }, async (signal) => {
    try {
      return await pool.use(
        {
          ...{ ...placeOf(credential), signal },
          open: async () => {
            const socket = await openForPool(open, { host, port, signal });
            const stop = () => socket.destroy();
            signal.addEventListener("abort", stop, { once: true });
            return PostgresConnection.open(credential, socket).finally(() =>
              signal.removeEventListener("abort", stop),
            );
          },
        },
        (connection) =>
          endWith(
            signal,
            () => connection.cancel(() => open({ host, port, signal: AbortSignal.timeout(cancelMs) })),
            // The way to the server took some of the time: the statement ends with the step, not so much later.
            () => ask(connection, { ...query, timeoutMs: left() }),
          ),
      );
    } catch (error) {
      throw mismatchIn(error, query.parameters.length) ?? postgresFailure(error, host);
    }
  });
}

async function ask(
  { client }: PostgresConnection,
  { timeoutMs, ...query }: DatabaseQuery,
): Promise<Used<DatabaseResult>> {
  let reached = false;
  try {
    // Not at the start of the connection: PgBouncer refuses parameters there that it does not know. ISO is how dates are
    // written, whatever the database is set to; how they are read stays as it is.
    await client.query(`SET statement_timeout = ${timeoutMs}; SET datestyle = 'ISO'`);
    reached = true;
    if (query.readOnly) await client.query("BEGIN READ ONLY");
    return { result: await run(client, query) };
  } catch (failure) {
    return { failure, sound: failure instanceof DatabaseError, gone: !reached };
  }
}

function configOf(credential: PostgresCredential, socket: Socket) {
  const { host, port, database, username, password, security } = credential;
  return {
    ...{ host, port, database, user: username, application_name: "Sluice" },
    // As a function, an empty one is not looked for in the server's own environment.
    password: () => password,
    types: postgresTypes,
    ssl: security === "none" ? false : { rejectUnauthorized: security === "verify" },
    stream: () => connected(socket),
  } satisfies ClientConfig;
}

/**
 * Reads the rows through a portal, which takes one statement only: no text can end the read-only transaction and go on
 * behind it.
 */
async function run(
  client: Client,
  query: Pick<DatabaseQuery, "statement" | "parameters" | "maxRows">,
): Promise<DatabaseResult> {
  const { maxRows } = query;
  const cursor = client.query(
    new Cursor<Record<string, unknown>>(query.statement, query.parameters.map(parameterOf)),
  );
  const rows: JsonObject[] = [];
  let bytes = 0;
  for (;;) {
    const wanted = Math.min(batchRows, maxRows + 1 - rows.length);
    const { batch, result } = await read(cursor, wanted);
    for (const row of batch) {
      const plain = plainRow(row);
      bytes += JSON.stringify(plain).length;
      if (bytes > maxResultBytes) throw tooLarge();
      rows.push(plain);
    }
    if (rows.length > maxRows) {
      await cursor.close();
      return { rows: rows.slice(0, maxRows), rowCount: maxRows, truncated: true };
    }
    if (batch.length < wanted) {
      // The server counts the rows of the last batch alone.
      return { rows, rowCount: rows.length > 0 ? rows.length : (result.rowCount ?? 0), truncated: false };
    }
  }
}

function read(
  cursor: Cursor<Record<string, unknown>>,
  wanted: number,
): Promise<{ batch: Record<string, unknown>[]; result: QueryResult }> {
  return new Promise((resolve, reject) => {
    cursor.read(wanted, (error: Error | undefined | null, batch, result) => {
      if (error) reject(error);
      else resolve({ batch, result });
    });
  });
}

/** Lists and objects are JSON: what takes them is a json column, or a cast. */
function parameterOf(value: Json): string | number | boolean | null {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

/** The server counts before it runs anything, and says both numbers, in the language that it is set to. */
function mismatchIn(error: unknown, given: number): NodeError | undefined {
  if (!(error instanceof DatabaseError) || error.code !== "08P01" || error.routine !== "exec_bind_message") {
    return undefined;
  }
  const takes = (error.message.match(/\d+/g) ?? []).map(Number).find((number) => number !== given);
  return takes === undefined ? undefined : parametersMismatch({ takes, given });
}

/** Classes of SQLSTATE (PostgreSQL, appendix A) after which the same statement may work. */
const passing: ReadonlySet<string> = new Set(["40001", "40P01", "53300", "55P03", "57P01", "57P02", "57P03"]);

function postgresFailure(error: unknown, host: string): unknown {
  if (!(error instanceof DatabaseError)) {
    if (error instanceof Error && /SSL/.test(error.message) && !("code" in error)) {
      const message = `${host}: ${error.message}`;
      return new NodeError({ code: "certificate-refused", message, cause: error });
    }
    return error;
  }
  const { code = "", message } = error;
  if (code === "57014") {
    const late = `the statement took longer than its time limit on ${host}`;
    return new NodeError({ code: "request-timed-out", message: late, kind: "timeout", cause: error });
  }
  const login = code.startsWith("28") || code === "3D000";
  return new NodeError({
    code: login ? "database-login-refused" : "database-refused",
    message: `${host} refused it (${code}): ${message}`,
    kind: passing.has(code) ? "5xx" : "other",
    cause: error,
  });
}
