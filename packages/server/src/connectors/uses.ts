import type { CredentialUse } from "@sluice/api/schemas";
import { operationsOf } from "@sluice/workflow/connectors";
import type { ReferringDocument } from "../stores/database/referring.ts";

/** A node that was made from an operation. */
export interface OperationUse {
  readonly connector: string;
  readonly operation: string;
  readonly use: CredentialUse;
}

/** Each node once for each operation, whether its draft or its published version names it. */
export function usesOf(documents: readonly ReferringDocument[]): OperationUse[] {
  const uses = new Map<string, OperationUse>();
  for (const { workflowId, state, document } of documents) {
    for (const { node, connector, operation } of operationsOf(document)) {
      const key = `${workflowId}/${node}/${connector}/${operation}`;
      // Drafts come first: their names are those that people see now.
      const use = uses.get(key)?.use ?? {
        ...{ workflowId, workflowName: document.name, node },
        ...{ nodeName: document.nodes[node]?.name ?? node, in: [] },
      };
      if (!use.in.includes(state))
        uses.set(key, { connector, operation, use: { ...use, in: [...use.in, state] } });
    }
  }
  return [...uses.values()];
}
