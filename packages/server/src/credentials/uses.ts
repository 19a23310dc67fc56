import type { CredentialUse } from "@sluice/api/schemas";
import { credentialsOf } from "@sluice/workflow/document";
import type { ReferringDocument } from "../stores/database/referring.ts";

/** Which nodes use which credential, each node once, whether its draft or its published version does. */
export function usesOf(
  documents: readonly ReferringDocument[],
): ReadonlyMap<string, readonly CredentialUse[]> {
  const uses = new Map<string, Map<string, CredentialUse>>();
  for (const { workflowId, document } of documents) {
    for (const { node, reference } of credentialsOf(document)) {
      const ofOne = uses.get(reference) ?? new Map<string, CredentialUse>();
      uses.set(reference, ofOne);
      const place = `${workflowId}/${node}`;
      // Drafts come first: their names are those that people see now.
      if (ofOne.has(place)) continue;
      const nodeName = document.nodes[node]?.name ?? node;
      ofOne.set(place, { workflowId, workflowName: document.name, node, nodeName });
    }
  }
  return new Map([...uses].map(([id, ofOne]) => [id, [...ofOne.values()]]));
}
