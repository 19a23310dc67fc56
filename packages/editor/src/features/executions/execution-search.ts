import { type ExecutionFilter, executionStatuses, startedBys } from "@sluice/api/schemas";
import { readMoment } from "../../ui/read-moment.ts";

/** What the address of the list may say. */
export type ExecutionSearch = {
  readonly [Name in "workflowId" | "status" | "startedBy" | "from" | "to" | "q"]?: string | undefined;
};

/** The filter that an address means; what cannot be read is left out, so that a link never breaks the list. */
export function filterOf(search: ExecutionSearch): ExecutionFilter {
  const { workflowId, from, to, q } = search;
  const status = executionStatuses.find((known) => known === search.status);
  const startedBy = startedBys.find((known) => known === search.startedBy);
  return {
    ...(workflowId === undefined ? {} : { workflowId }),
    ...(status === undefined ? {} : { status }),
    ...(startedBy === undefined ? {} : { startedBy }),
    ...readMoment("from", from),
    ...readMoment("to", to),
    ...(q ? { q } : {}),
  };
}
