import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "./client.ts";

/** Whether there is a credential with an id. Until that is known, there is: a finding must not come and go. */
export function useHasCredential(): (id: string) => boolean {
  const { data } = useQuery(api.credentials.list.queryOptions({ staleTime: 10_000 }));
  return useMemo(() => {
    const known = data && new Set(data.items.map(({ id }) => id));
    return (id) => known?.has(id) ?? true;
  }, [data]);
}
