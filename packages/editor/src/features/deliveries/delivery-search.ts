import { type DeliveryFilter, verdicts } from "@sluice/api/schemas";
import { readMoment } from "../../ui/read-moment.ts";

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
    ...readMoment("from", from),
    ...readMoment("to", to),
  };
}
