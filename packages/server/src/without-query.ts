import { DrizzleQueryError } from "drizzle-orm";

/** A database's error tells of the statement with all its values, keys of trigger URLs among them: its cause says enough. */
export function withoutQuery(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? new Error("a query failed")) : error;
}
