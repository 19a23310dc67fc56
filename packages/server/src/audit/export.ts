import type { Act } from "@sluice/api/schemas";

const columns = [
  ...["id", "at", "actor_kind", "actor_id", "actor_name", "address", "act"],
  ...["object_kind", "object_id", "object_name", "outcome", "detail", "request_id"],
];

/** Acts as CSV (RFC 4180) with a line of names first. */
export function csvOf(acts: readonly Act[]): string {
  const rows = acts.map(({ id, at, actor, act, object, outcome, detail, requestId }) => [
    ...[id, at, actor.kind, actor.id, actor.name, actor.address, act],
    ...[object?.kind, object?.id, object?.name, outcome, JSON.stringify(detail), requestId],
  ]);
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** One JSON text a line. */
export function jsonLinesOf(acts: readonly Act[]): string {
  return acts.map((act) => `${JSON.stringify(act)}\n`).join("");
}

/** What a spreadsheet would take for a formula gets an apostrophe before it: names are written by others. */
function cell(value: string | null | undefined): string {
  const text = value ?? "";
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
