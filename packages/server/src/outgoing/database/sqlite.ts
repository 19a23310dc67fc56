import { type ChildProcess, fork } from "node:child_process";
import { realpathSync } from "node:fs";
import { sep } from "node:path";
import {
  type DatabaseQuery,
  type DatabaseResult,
  type JsonObject,
  NodeError,
  type SqliteCredential,
} from "@sluice/workflow/node-contract";
import { z } from "zod";
import { withDeadline } from "../deadline.ts";
import type { ConnectionPool, Pooled } from "./connection-pool.ts";
import { maxResultBytes, tooLarge } from "./result-size.ts";
import { checkSqliteParameters } from "./sqlite-statement.ts";

const answerSchema = z.union([
  z.object({ rows: z.array(z.custom<JsonObject>()), rowCount: z.number(), truncated: z.boolean() }),
  z.object({ tooLarge: z.literal(true) }),
  z.object({ message: z.string(), errcode: z.number().nullable() }),
]);

/** Low bytes of SQLite's result codes after which the same statement may work: busy, locked. */
const passing: ReadonlySet<number> = new Set([5, 6]);

interface Allowed {
  readonly sqliteFiles: readonly string[];
  readonly ownFolder: string | undefined;
}

/**
 * One statement on a file, in a process apart: SQLite answers in the thread that asks and cannot be called off from
 * there, and a statement that counts for ever must not hold up the server.
 */
export async function querySqlite(
  query: Omit<DatabaseQuery, "credential"> & { readonly credential: SqliteCredential },
  { pool, ...allowed }: Allowed & { readonly pool: ConnectionPool<SqliteProcess> },
): Promise<DatabaseResult> {
  const { credential, statement, parameters, readOnly, maxRows, timeoutMs } = query;
  const file = allowedFile(credential.file, allowed);
  checkSqliteParameters(statement, parameters.length);
  return withDeadline({ host: "the database", timeoutMs, signal: query.signal }, async (signal) => {
    const job = { file, statement, parameters, readOnly, maxRows, timeoutMs, maxBytes: maxResultBytes };
    const asked = { place: "", key: "", signal, open: async () => new SqliteProcess() };
    const answer = await pool.use(asked, async (process) => ({
      result: answerSchema.parse(await process.answer(job)),
    }));
    if ("rows" in answer) return answer;
    if ("tooLarge" in answer) throw tooLarge();
    const { message, errcode } = answer;
    const kind = errcode !== null && passing.has(errcode & 0xff) ? "5xx" : "other";
    throw new NodeError({ code: "database-refused", message: `the database refused it: ${message}`, kind });
  });
}

/** A process that answers one job after another; each opens its file anew, and nothing of it stays open. */
export class SqliteProcess implements Pooled {
  readonly #child: ChildProcess;
  #ended = false;

  constructor() {
    this.#child = fork(new URL("./sqlite-child.mjs", import.meta.url), {
      ...{ env: {}, execArgv: ["--no-warnings"], stdio: ["ignore", "ignore", "ignore", "ipc"] },
      serialization: "advanced",
    });
    this.#child.once("exit", () => {
      this.#ended = true;
    });
    // Told to whoever waits for an answer.
    this.#child.on("error", () => {});
    this.#rest();
  }

  get ended(): boolean {
    return this.#ended;
  }

  end(): void {
    this.#ended = true;
    this.#child.kill("SIGKILL");
  }

  async clean(): Promise<void> {
    this.#rest();
  }

  answer(job: object): Promise<unknown> {
    const child = this.#child;
    child.ref();
    child.channel?.ref();
    return new Promise((resolve, reject) => {
      const over = () =>
        reject(
          new NodeError({
            code: "database-refused",
            message: "the database's process ended without an answer",
          }),
        );
      child.once("message", (answer) => {
        child.off("exit", over);
        resolve(answer);
      });
      child.once("exit", over);
      child.send(job, (error) => {
        if (error) over();
      });
    });
  }

  /** One that does nothing keeps nobody alive. */
  #rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }
}

/** Throws `file-refused` for a file that the operator has not allowed, links followed, and for Sluice's own. */
function allowedFile(given: string, { sqliteFiles, ownFolder }: Allowed): string {
  const file = realOf(given);
  if (file === undefined) throw refused(`there is no file ${given}`);
  if (ownFolder !== undefined && isIn(file, realOf(ownFolder) ?? ownFolder)) {
    throw refused("Sluice’s own data is not opened, whatever is allowed");
  }
  if (!sqliteFiles.some((entry) => isIn(file, realOf(entry) ?? entry))) {
    throw refused(`${given} is not allowed; the operator adds it to SLUICE_SQLITE_FILES`);
  }
  return file;
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function refused(message: string): NodeError {
  return new NodeError({ code: "file-refused", message });
}
