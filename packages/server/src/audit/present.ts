import type { Act, AuditFilter } from "@sluice/api/schemas";
import type { AuditQuery, AuditRecord } from "../stores/audit/store.ts";

/** An act as the API gives it. */
export function toAct(record: AuditRecord): Act {
  const { id, at, actorKind, actorId, actorName, address, act, outcome, detail, requestId } = record;
  const { objectKind, objectId, objectName } = record;
  return {
    ...{ id, at: new Date(at).toISOString(), act, outcome, requestId },
    actor: { kind: actorKind, id: actorId, name: actorName, address },
    object:
      objectKind === null || objectId === null ? null : { kind: objectKind, id: objectId, name: objectName },
    detail: Object.fromEntries(
      Object.entries(detail).map(([name, value]) => [name, typeof value === "object" ? [...value] : value]),
    ),
  };
}

export function toQuery({ actor, act, object, outcome, from, to }: AuditFilter): Omit<AuditQuery, "limit"> {
  return {
    ...{ actor, act, outcome, objectId: object },
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  };
}
