import type { DatabaseQuery, DatabaseResult } from "@sluice/workflow/node-contract";
import type { OpenSocket } from "../connect.ts";
import { queryPostgres } from "./postgres.ts";
import { querySqlite } from "./sqlite.ts";

export interface DatabasesGiven {
  readonly open: OpenSocket;
  readonly sqliteFiles: readonly string[];
  readonly ownFolder: string | undefined;
}

/** Asks databases, one statement a connection. */
export interface Databases {
  /**
   * Rejects with a `NodeError`: `database-refused` (the statement, with the database's own code), `database-login-refused`,
   * `result-too-large`, `address-refused`, `file-refused`, `network-failed`, `request-timed-out`, `request-cancelled`,
   * `certificate-refused`.
   */
  query(query: DatabaseQuery): Promise<DatabaseResult>;
}

export function createDatabases({ open, sqliteFiles, ownFolder }: DatabasesGiven): Databases {
  return {
    query: ({ credential, ...query }) =>
      credential.type === "postgres"
        ? queryPostgres({ ...query, credential }, open)
        : querySqlite({ ...query, credential }, { sqliteFiles, ownFolder }),
  };
}
