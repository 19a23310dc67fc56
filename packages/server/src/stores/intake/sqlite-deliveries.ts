import { and, eq, isNull, sql } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { elapsedSince } from "../deliveries/records.ts";
import { refusedHours } from "../schema/alerts.ts";
import { deliveries, deliveryCounters } from "../schema/deliveries.ts";
import { deliveryKeys } from "../schema/delivery-keys.ts";
import type { AsideGroup } from "./aside-groups.ts";
import { json } from "./execution-row.ts";
import { insertOf, type RowValues } from "./insert-of.ts";
import { refusedByHour } from "./refused-hours.ts";
import { written } from "./sqlite-delivery-values.ts";
import type { IntakeStore } from "./store.ts";

/** What `refuse` is given, with its rows as lists of values. */
export interface RefusedRows extends Pick<Parameters<IntakeStore["refuse"]>[0], "counts" | "keep"> {
  readonly rows: readonly RowValues[];
  /** What each of them is found by. */
  readonly keys: readonly (readonly RowValues[])[];
  readonly groups: readonly AsideGroup[];
}

/** What happens to deliveries. Each is inserted without the query builder (about 10 µs a row). */
export function deliveryOperations(connection: Connection) {
  const insertDelivery = insertOf(connection, deliveries);

  const insertKey = insertOf(connection, deliveryKeys);

  const writeDelivery = (delivery: RowValues, keys: readonly RowValues[] = []): void => {
    insertDelivery(written(delivery));
    for (const key of keys) insertKey(key);
  };

  return {
    writeDelivery,

    answered({ deliveryId, receivedAt, status, answer }: Parameters<IntakeStore["answered"]>[0]): void {
      connection
        .update(deliveries)
        .set({ status, answer: json(answer), durationMs: elapsedSince(receivedAt) })
        .where(and(eq(deliveries.id, deliveryId), isNull(deliveries.status)))
        .run();
    },

    refuse(given: RefusedRows): void {
      const { rows, groups, counts, keep } = given;
      for (const [at, row] of rows.entries()) writeDelivery(row, given.keys[at]);
      for (const { workflowId, reason, count, lastAt } of counts) {
        connection
          .insert(deliveryCounters)
          .values({ workflowId, reason, count, lastAt })
          .onConflictDoUpdate({
            target: [deliveryCounters.workflowId, deliveryCounters.reason],
            set: { count: sql`${deliveryCounters.count} + excluded.count`, lastAt: sql`excluded.last_at` },
          })
          .run();
      }
      for (const { hour, count } of refusedByHour(counts)) {
        connection
          .insert(refusedHours)
          .values({ hour, count })
          .onConflictDoUpdate({
            target: refusedHours.hour,
            set: { count: sql`${refusedHours.count} + excluded.count` },
          })
          .run();
      }
      for (const { workflowId, verdict } of groups) {
        connection.run(sql`delete from deliveries where id in (
          select id from deliveries where workflow_id = ${workflowId} and verdict <> 'accepted' and verdict = ${verdict}
          order by id desc limit -1 offset ${keep[verdict]})`);
      }
    },
  };
}
