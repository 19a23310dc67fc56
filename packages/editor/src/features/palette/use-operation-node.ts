import { nodeOfOperation } from "@sluice/workflow/connectors";
import type { OperationField } from "@sluice/workflow/node-contract";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import type { NewNode } from "../../document/new-node.ts";

/** Fetches an operation and makes the node of it; undefined, with a notice of why, when it cannot be had. */
export function useOperationNode(): (chosen: OperationField) => Promise<NewNode | undefined> {
  const queryClient = useQueryClient();
  const notify = useNotifyProblem();
  return useCallback(
    async ({ connector, operation }) => {
      const input = { id: connector, operation };
      try {
        const got = await queryClient.fetchQuery(api.connectors.operation.queryOptions({ input }));
        return nodeOfOperation(got.connector, got.operation);
      } catch (error) {
        notify(error);
        return undefined;
      }
    },
    [queryClient, notify],
  );
}
