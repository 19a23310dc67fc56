import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { createWriter } from "../database/writer.ts";
import { deliveries } from "../schema/deliveries.ts";
import { executions } from "../schema/executions.ts";
import { retentionOperations } from "./sqlite-operations.ts";
import type { RetentionStore } from "./store.ts";

/** Retention in SQLite. */
export function createSqliteRetentionStore(database: Database): RetentionStore {
  const { read } = database;
  const writer = createWriter(database.write.$client, retentionOperations(database.write));
  return {
    pruneByAge: (given) => writer.write("pruneByAge", given),
    pruneByCount: (given) => writer.write("pruneByCount", given),
    pruneAside: (given) => writer.write("pruneAside", given),
    pruneClaims: (given) => writer.write("pruneClaims", given),
    pruneEvents: (given) => writer.write("pruneEvents", given),
    pruneCache: (given) => writer.write("pruneCache", given),
    pruneMoments: (given) => writer.write("pruneMoments", given),

    async workflowsWithRecords({ after, limit }) {
      const ids: string[] = [];
      let last = after;
      // From one to the next by the index: a distinct list would read every entry of it.
      while (ids.length < limit) {
        const next = read.get<{ id: string | null }>(sql`select min(id) as id from (
          select min(workflow_id) as id from ${executions} where workflow_id > ${last}
          union all select min(workflow_id) from ${deliveries} where workflow_id > ${last})`)?.id;
        if (next === null || next === undefined) break;
        ids.push(next);
        last = next;
      }
      return ids;
    },
  };
}
