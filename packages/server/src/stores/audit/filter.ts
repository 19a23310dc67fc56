import { and, type Column, eq, gte, lt, ne, or, type SQL } from "drizzle-orm";
import { actRange, firstAuditId } from "./records.ts";
import type { AuditQuery } from "./store.ts";

/** What a list is narrowed to, in the columns of either database. */
export function auditFilter(
  table: Readonly<Record<"id" | "actorId" | "actorName" | "act" | "objectId" | "outcome", Column>>,
  query: AuditQuery,
): SQL | undefined {
  const { actor, act, objectId, outcome, from, to, before } = query;
  const [least, most] = act?.endsWith("*") ? actRange(act.slice(0, -1)) : [];
  return and(
    actor === undefined ? undefined : or(eq(table.actorId, actor), eq(table.actorName, actor)),
    act === undefined || least !== undefined ? undefined : eq(table.act, act),
    least === undefined || most === undefined ? undefined : and(gte(table.act, least), lt(table.act, most)),
    objectId === undefined ? undefined : eq(table.objectId, objectId),
    outcome === undefined ? undefined : outcome === "ok" ? eq(table.outcome, "ok") : ne(table.outcome, "ok"),
    from === undefined ? undefined : gte(table.id, firstAuditId(from)),
    to === undefined ? undefined : lt(table.id, firstAuditId(to)),
    before === undefined ? undefined : lt(table.id, before),
  );
}
