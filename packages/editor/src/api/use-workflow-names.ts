import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";

export interface WorkflowNames {
  /** For choosing one: the two hundred last changed. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** The name, or undefined for one that is not among them. */
  readonly nameOf: (id: string) => string | undefined;
}

/** Names of workflows, for lists of what happened to them. */
export function useWorkflowNames(): WorkflowNames {
  const { data } = useQuery(
    api.workflows.list.queryOptions({
      input: { limit: 200 },
      staleTime: 60_000,
      placeholderData: keepPreviousData,
    }),
  );
  const items = data?.items ?? [];
  return {
    options: items.map(({ id, name }) => ({ value: id, label: name })),
    nameOf: (id) => items.find((item) => item.id === id)?.name,
  };
}
