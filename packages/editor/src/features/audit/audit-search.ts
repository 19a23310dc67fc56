import type { AuditFilter } from "@sluice/api/schemas";
import { readMoment } from "../../ui/read-moment.ts";

/** What the address of the list may say. */
export type AuditSearch = {
  readonly [Name in "actor" | "act" | "object" | "outcome" | "from" | "to"]?: string | undefined;
};

/** The filter that an address means; what cannot be read is left out, so that a link never breaks the list. */
export function filterOf({ actor, act, object, outcome, from, to }: AuditSearch): AuditFilter {
  return {
    ...(actor ? { actor: actor.slice(0, 254) } : {}),
    ...(act !== undefined && /^[A-Za-z.]{1,99}\*?$/.test(act) ? { act } : {}),
    ...(object ? { object: object.slice(0, 100) } : {}),
    ...(outcome === "ok" || outcome === "failed" ? { outcome } : {}),
    ...readMoment("from", from),
    ...readMoment("to", to),
  };
}

/** Where the same list is given as a file. */
export function exportPath(filter: AuditFilter, format: "csv" | "jsonl"): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, format })) {
    if (value !== undefined) query.set(name, value);
  }
  return `/api/v1/audit/export?${query}`;
}
