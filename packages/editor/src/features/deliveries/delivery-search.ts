import { type DeliveryFilter, verdicts } from "@sluice/api/schemas";

/** What the address of the list may say. */
export const searchNames = ["workflowId", "verdict", "reason", "status", "from", "to", "q"] as const;
export type DeliverySearch = { readonly [Name in (typeof searchNames)[number]]?: string | undefined };

/** The filter that an address means; what cannot be read is left out, so that a link never breaks the list. */
export function filterOf(search: DeliverySearch): DeliveryFilter {
  const { workflowId, reason, status, from, to } = search;
  const verdict = verdicts.find((known) => known === search.verdict);
  return {
    ...(workflowId === undefined ? {} : { workflowId }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(reason === undefined ? {} : { reason }),
    ...(status !== undefined && /^[1-5](\d\d|xx)$/.test(status) ? { status } : {}),
    ...momentOf("from", from),
    ...momentOf("to", to),
  };
}

function momentOf(name: "from" | "to", text: string | undefined) {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? {} : { [name]: new Date(at).toISOString() };
}

/** A moment as a field for date and time shows it, in the reader's zone: `2026-01-31T09:30`. */
export function fieldOf(iso: string | undefined): string {
  if (iso === undefined || Number.isNaN(Date.parse(iso))) return "";
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
