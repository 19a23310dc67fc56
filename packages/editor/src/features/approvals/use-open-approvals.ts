import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";

/** A count is shown up to here; more are "99+". */
export const mostCounted = 99;

/** How many approvals wait, up to one more than is shown; undefined while it is not known. News read it again. */
export function useOpenApprovals(): number | undefined {
  const { data } = useQuery(
    api.approvals.list.queryOptions({
      input: { state: "open", limit: mostCounted + 1 },
      // Not every screen listens to the news of all workflows.
      refetchInterval: 30_000,
    }),
  );
  return data?.items.length;
}
