import type { CredentialUse } from "@sluice/api/schemas";
import { credentialsOf } from "@sluice/workflow/document";
import type { ReferringDocument } from "../stores/database/referring.ts";

/** Which nodes use which credential, each node once, with which of draft and published version do. */
export function usesOf(
  documents: readonly ReferringDocument[],
): ReadonlyMap<string, readonly CredentialUse[]> {
  const uses = new Map<string, Map<string, CredentialUse>>();
  for (const { workflowId, state, document } of documents) {
    for (const { node, reference } of credentialsOf(document)) {
      const ofOne = uses.get(reference) ?? new Map<string, CredentialUse>();
      uses.set(reference, ofOne);
      const place = `${workflowId}/${node}`;
      const known = ofOne.get(place);
      // Drafts come first: their names are those that people see now.
      const use = known ?? {
        ...{ workflowId, workflowName: document.name, node },
        ...{ nodeName: document.nodes[node]?.name ?? node, in: [] },
      };
      if (!use.in.includes(state)) ofOne.set(place, { ...use, in: [...use.in, state] });
    }
  }
  return new Map([...uses].map(([id, ofOne]) => [id, [...ofOne.values()]]));
}
