/** The database cannot take a write now (full, locked, read-only, gone). Nothing of the operation was stored. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
}
