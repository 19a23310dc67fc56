import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { dedupeClaims, deliveries } from "../schema/deliveries.ts";
import type { RowValues } from "./insert-of.ts";
import type { DedupeClaim, HeldRelease, IntakeStore } from "./store.ts";

/** What `hold` is given, with its row as a list of values. */
export interface HeldRow {
  /** What it is found by. */
  readonly keys: readonly RowValues[];
  readonly delivery: RowValues;
  readonly workflowId: string;
  readonly claim: DedupeClaim | null;
  readonly most: number;
}

const waitsForPerson = and(eq(deliveries.verdict, "held"), isNull(deliveries.settledAt));

/** What happens to deliveries that came while their workflow was paused. */
export function heldOperations(
  connection: Connection,
  given: {
    readonly writeDelivery: (delivery: RowValues, keys: readonly RowValues[]) => void;
    readonly claimKey: (claim: DedupeClaim) => string | null;
  },
) {
  const { writeDelivery, claimKey } = given;
  const isFull = connection.$client
    .prepare<[string, number], number>(
      `SELECT 1 FROM deliveries WHERE workflow_id = ? AND verdict = 'held' AND settled_at IS NULL
        ORDER BY id LIMIT 1 OFFSET ?`,
    )
    .pluck();
  const isPaused = connection.$client
    .prepare<[string], number>("SELECT 1 FROM workflows WHERE id = ? AND paused")
    .pluck();

  return {
    hold({ delivery, keys, workflowId, claim, most }: HeldRow): Awaited<ReturnType<IntakeStore["hold"]>> {
      if (isPaused.get(workflowId) === undefined) return "not-paused";
      if (isFull.get(workflowId, most - 1) !== undefined) return "full";
      const duplicateOf = claim ? claimKey(claim) : null;
      if (duplicateOf !== null) return { duplicateOf };
      writeDelivery(delivery, keys);
      return "held";
    },

    /** False: it is not held any more. */
    release({ deliveryId, version, variables, now }: HeldRelease, executionId: string): boolean {
      const { changes } = connection
        .update(deliveries)
        .set({
          ...{ verdict: "accepted", executionId, version, settledAt: now, reason: null },
          variables: JSON.stringify(variables),
        })
        .where(and(eq(deliveries.id, deliveryId), waitsForPerson))
        .run();
      return changes > 0;
    },

    discardHeld(given: Parameters<IntakeStore["discardHeld"]>[0]): number {
      const { workflowId, ids, note, now, dropBodies } = given;
      const discarded = connection
        .update(deliveries)
        .set({
          ...{ settledAt: now, reason: "discarded", note },
          ...(dropBodies ? { body: Buffer.alloc(0), bodyRemovedAt: now } : {}),
        })
        .where(and(eq(deliveries.workflowId, workflowId), inArray(deliveries.id, [...ids]), waitsForPerson))
        .returning({ id: deliveries.id })
        .all()
        .map(({ id }) => id);
      connection.delete(dedupeClaims).where(inArray(dedupeClaims.deliveryId, discarded)).run();
      return discarded.length;
    },
  };
}

/** Takes the bodies of deliveries away, in the transaction that runs. */
export function dropBodies(connection: Connection, ids: readonly string[]): void {
  if (ids.length === 0) return;
  connection
    .update(deliveries)
    .set({ body: Buffer.alloc(0), bodyRemovedAt: sql`${Date.now()}` })
    .where(and(inArray(deliveries.id, [...ids]), isNull(deliveries.bodyRemovedAt)))
    .run();
}
