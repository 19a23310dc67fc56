import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";

/** Milliseconds between two readings of an execution that goes on. */
export const readAgainAfter = 3000;

/**
 * An execution with its steps. News keep it up to date; while it goes on it is also read again now and then, for what
 * happened between reading it and hearing the first news.
 */
export function useExecution(id: string) {
  return useQuery({
    ...api.executions.get.queryOptions({ input: { id } }),
    refetchInterval: ({ state }) => (state.data?.finishedAt === null ? readAgainAfter : false),
  });
}
