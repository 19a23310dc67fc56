/** The database cannot take a write now (full, locked, read-only, gone). Nothing of the operation was stored. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
}

/** Result codes that speak of the database as a whole, not of one statement (sqlite.org/rescode.html). */
const storeCodes =
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|PERM|AUTH)/;

/** Whether an error, or what caused it, says that the database as a whole cannot do it now. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof StoreUnavailableError || storeCodes.test(sqliteCodeOf(error))) return true;
  if (error instanceof TypeError && /connection is not open/.test(error.message)) return true;
  return error instanceof Error && error.cause !== undefined && isUnavailable(error.cause);
}

/** SQLite's name of its result code (`SQLITE_FULL`); empty for any other error. */
export function sqliteCodeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
