import { codeOf } from "../error-code.ts";

/** The database cannot take a write now (full, locked, read-only, gone). Nothing of the operation was stored, unless `isInDoubt`. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
}

/** The answer to a commit was lost: it may be on disk or not. */
export class LostAnswerError extends Error {
  override readonly name = "LostAnswerError";

  constructor(cause: unknown) {
    super("the answer to a commit was lost", { cause });
  }
}

/** Result codes that speak of the database as a whole, not of one statement (sqlite.org/rescode.html). */
const storeCodes =
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|PERM|AUTH)/;

/**
 * SQLSTATEs that speak of the database as a whole (postgresql.org/docs/current/errcodes-appendix.html): connection (08),
 * who may connect (28), resources (53), shutting down or starting (57P), gone (3D), read-only (25006), a statement that was
 * stopped by its time limit (57014), the disk (58), damage (XX001, XX002).
 */
const sqlStates = /^(08...|28...|53...|57P0[1-5]|57014|3D000|25006|58...|XX00[12])$/;

/** What Node.js says of a connection that cannot be made or has ended. */
const networkCodes =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN)$/;

/** What the drivers say without a code: better-sqlite3 of a closed file, node-postgres of a lost or ended connection. */
const driverSentences =
  /connection is not open|Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable|after calling end on the pool|Client was closed/;

/** Of those, what is over by itself in a moment: a lock, a database that starts or stops, one that cannot be reached. */
const passingCodes =
  /^(SQLITE_(BUSY|LOCKED).*|57P0[123]|53300|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/;

/** Whether an error, or what caused it, says that the database as a whole cannot do it now. */
export function isUnavailable(error: unknown): boolean {
  return saysSo(error, (one) => {
    const code = codeOf(one) ?? "";
    if (storeCodes.test(code) || sqlStates.test(code) || networkCodes.test(code)) return true;
    return one instanceof StoreUnavailableError || isDriverSentence(one);
  });
}

/** Whether nobody can tell what became of a commit: its answer was lost, and the database could not be asked in time. */
export function isInDoubt(error: unknown): boolean {
  return saysSo(error, (one) => one instanceof LostAnswerError);
}

/** Whether the database may well do it in a moment: no wrong name, no wrong password, no full disk. */
export function isPassing(error: unknown): boolean {
  return saysSo(error, (one) => passingCodes.test(codeOf(one) ?? "") || isDriverSentence(one));
}

/** Whether an error says it, one of those that it gathers, or what caused it. */
function saysSo(error: unknown, speaks: (error: Error) => boolean): boolean {
  if (!(error instanceof Error)) return false;
  if (speaks(error)) return true;
  if (error instanceof AggregateError && error.errors.some((one) => saysSo(one, speaks))) return true;
  return error.cause !== undefined && saysSo(error.cause, speaks);
}

function isDriverSentence(error: Error): boolean {
  return codeOf(error) === undefined && driverSentences.test(error.message);
}

/** SQLite's name of its result code (`SQLITE_FULL`); empty for any other error. */
export function sqliteCodeOf(error: unknown): string {
  const code = codeOf(error) ?? "";
  return code.startsWith("SQLITE_") ? code : "";
}

/** PostgreSQL's SQLSTATE (`40P01`), also of an error that caused this one; empty for any other error. */
export function sqlStateOf(error: unknown): string {
  const code = codeOf(error) ?? "";
  if (/^[0-9A-Z]{5}$/.test(code)) return code;
  return error instanceof Error && error.cause !== undefined ? sqlStateOf(error.cause) : "";
}
