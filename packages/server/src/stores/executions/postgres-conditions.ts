import { and, eq, gte, inArray, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { escapeText } from "../schema/postgres/columns.ts";
import { deliveries } from "../schema/postgres/deliveries.ts";
import { deliveryKeys } from "../schema/postgres/delivery-keys.ts";
import { executions } from "../schema/postgres/executions.ts";
import { firstIdAt, goneWrong } from "./records.ts";
import type { ExecutionQuery } from "./store.ts";

type Reads = Pick<PostgresDatabase["db"], "select">;

/** What a list of executions is narrowed by, in PostgreSQL. */
export function conditionsOf(
  reads: Reads,
  query: ExecutionQuery & { readonly before?: string | undefined },
): (SQL | undefined)[] {
  const { id, workflowId, status, startedBy, failedNode, errorCode } = query;
  const { from, to, deliveryId, searchKey, before } = query;
  const failed = failedNode !== undefined || errorCode !== undefined;
  return [
    id === undefined ? undefined : eq(executions.id, id),
    workflowId === undefined ? undefined : eq(executions.workflowId, workflowId),
    status === undefined ? undefined : eq(executions.status, status),
    // Written out, so that the partial index serves it.
    failed || (workflowId !== undefined && status !== undefined && goneWrong.has(status))
      ? sql`status in ('failed', 'cancelled', 'timed-out')`
      : undefined,
    startedBy === undefined ? undefined : eq(executions.startedBy, startedBy),
    failedNode === undefined
      ? undefined
      : sql`${executions.error}::json ->> 'node' = ${escapeText(failedNode)}`,
    errorCode === undefined
      ? undefined
      : sql`${executions.error}::json ->> 'code' = ${escapeText(errorCode)}`,
    from === undefined ? undefined : gte(executions.id, firstIdAt(from)),
    to === undefined ? undefined : lt(executions.id, firstIdAt(to)),
    deliveryId === undefined ? undefined : inArray(executions.id, executionOf(reads, deliveryId)),
    searchKey && inArray(executions.id, executionsByKey(reads, searchKey)),
    before === undefined ? undefined : lt(executions.id, before),
  ];
}

/** Asked of deliveries: an index of executions for it would be paid for by every run. */
function executionOf(reads: Reads, deliveryId: string) {
  return reads
    .select({ id: deliveries.executionId })
    .from(deliveries)
    .where(and(eq(deliveries.id, deliveryId), isNotNull(deliveries.executionId)));
}

function executionsByKey(reads: Reads, { name, value }: NonNullable<ExecutionQuery["searchKey"]>) {
  return reads
    .select({ id: deliveries.executionId })
    .from(deliveryKeys)
    .innerJoin(deliveries, eq(deliveries.id, deliveryKeys.deliveryId))
    .where(
      and(
        eq(deliveryKeys.value, value),
        name === undefined ? undefined : eq(deliveryKeys.name, name),
        isNotNull(deliveries.executionId),
      ),
    );
}
