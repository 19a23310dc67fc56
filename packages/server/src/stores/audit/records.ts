import { encodeTime } from "ulid";
import { z } from "zod";
import type { ActEnd, AuditRecord } from "./store.ts";

const detailSchema = z.record(z.string(), z.union([z.number(), z.string(), z.array(z.string())]));

export function auditRow({ detail, ...record }: AuditRecord) {
  return { ...record, detail: JSON.stringify(detail) };
}

export function toAuditRecord({
  detail,
  ...row
}: Omit<AuditRecord, "detail"> & { readonly detail: string }): AuditRecord {
  return { ...row, detail: detailSchema.parse(JSON.parse(detail)) };
}

/** What ending an act sets. */
export function endRow({ outcome, objectKind, objectId, objectName, detail }: ActEnd) {
  return { outcome, objectKind, objectId, objectName, detail: JSON.stringify(detail) };
}

/** The smallest id of a moment: ids begin with their time. */
export function firstAuditId(milliseconds: number): string {
  return `aud_${encodeTime(Math.max(0, Math.floor(milliseconds)))}`;
}

/** The acts between which all lie that begin with a text. Acts are of ASCII letters and dots. */
export function actRange(beginning: string): readonly [string, string] {
  return [beginning, `${beginning}~`];
}
