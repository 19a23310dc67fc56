import type { Alert } from "@sluice/api/schemas";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";

/** Looked at by the server every half minute: no news tell of them. */
const everyMs = 15_000;

/** All rules and how they stand, those that fire first. */
export function useAlerts(): UseQueryResult<{ items: Alert[]; mail: boolean }> {
  return useQuery(api.alerts.list.queryOptions({ refetchInterval: everyMs, refetchOnMount: "always" }));
}

/** How many fire, muted ones left out. */
export function useFiringAlerts(): number {
  const { data } = useQuery(api.alerts.list.queryOptions({ refetchInterval: everyMs }));
  return data?.items.filter((alert) => alert.state === "firing" && !isMuted(alert)).length ?? 0;
}

export function isMuted({ mutedUntil }: Pick<Alert, "mutedUntil">): boolean {
  return mutedUntil !== null && Date.parse(mutedUntil) > Date.now();
}
