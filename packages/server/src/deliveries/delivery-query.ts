import type { DeliveryFilter } from "@sluice/api/schemas";
import type { DeliveryQuery } from "../stores/deliveries/store.ts";
import type { ReplaySelection } from "../stores/replays/store.ts";

/** What a filter of the API asks of the store. */
export function deliveryQuery(filter: DeliveryFilter): DeliveryQuery {
  const { workflowId, verdict, reason, status, from, to, replayOf, duplicateOf } = filter;
  return {
    ...{ workflowId, verdict, reason, replayOf, duplicateOf },
    status: status === undefined ? undefined : statusRange(status),
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  };
}

/** The same of what a replay takes. */
export function selectionQuery(selection: ReplaySelection): DeliveryQuery {
  return "ids" in selection ? { ids: selection.ids } : deliveryQuery(selection.filter);
}

function statusRange(status: string): { from: number; to: number } {
  if (!status.endsWith("xx")) return { from: Number(status), to: Number(status) };
  const first = Number(status[0]) * 100;
  return { from: first, to: first + 99 };
}
