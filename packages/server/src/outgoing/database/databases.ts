import type { DatabaseQuery, DatabaseResult } from "@sluice/workflow/node-contract";
import type { OpenSocket } from "../connect.ts";
import { ConnectionPool } from "./connection-pool.ts";
import type { MysqlConnection } from "./mysql.ts";
import { type PostgresConnection, queryPostgres } from "./postgres.ts";
import { querySqlite, type SqliteProcess } from "./sqlite.ts";

export interface DatabasesGiven {
  readonly open: OpenSocket;
  readonly sqliteFiles: readonly string[];
  readonly ownFolder: string | undefined;
  /** How long a connection may lie idle before it ends, in milliseconds. Left out: half a minute. */
  readonly idleMs?: number | undefined;
}

/** Asks databases, one statement at a time on each connection. */
export interface Databases {
  /**
   * Rejects with a `NodeError`: `database-refused` (the statement, with the database's own code), `parameters-mismatch`,
   * `database-login-refused`, `result-too-large`, `address-refused`, `file-refused`, `network-failed`, `request-timed-out`, `request-cancelled`,
   * `certificate-refused`.
   */
  query(query: DatabaseQuery): Promise<DatabaseResult>;
  /** Ends the connections that lie idle. */
  close(): void;
}

/** Connections for each server and user: what more would want them waits its turn. */
const size = 5;
const usualIdleMs = 30_000;

export function createDatabases(given: DatabasesGiven): Databases {
  const { open, sqliteFiles, ownFolder, idleMs = usualIdleMs } = given;
  const postgres = new ConnectionPool<PostgresConnection>({ size, idleMs });
  const mysql = new ConnectionPool<MysqlConnection>({ size, idleMs });
  const sqlite = new ConnectionPool<SqliteProcess>({ size, idleMs });
  return {
    async query({ credential, ...query }) {
      switch (credential.type) {
        case "postgres":
          return queryPostgres({ ...query, credential }, { open, pool: postgres });
        case "mysql": {
          // Its client takes a moment to load, and most servers never ask for it.
          const { queryMysql } = await import("./mysql.ts");
          return queryMysql({ ...query, credential }, { open, pool: mysql });
        }
        case "sqlite":
          return querySqlite({ ...query, credential }, { sqliteFiles, ownFolder, pool: sqlite });
      }
    },
    close() {
      for (const pool of [postgres, mysql, sqlite]) pool.close();
    },
  };
}
