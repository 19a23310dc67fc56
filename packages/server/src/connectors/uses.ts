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
  for (const { workflowId, document } of documents) {
    for (const { node, connector, operation } of operationsOf(document)) {
      const key = `${workflowId}/${node}/${connector}/${operation}`;
      // Drafts come first: their names are those that people see now.
      if (uses.has(key)) continue;
      const nodeName = document.nodes[node]?.name ?? node;
      uses.set(key, {
        connector,
        operation,
        use: { workflowId, workflowName: document.name, node, nodeName },
      });
    }
  }
  return [...uses.values()];
}
