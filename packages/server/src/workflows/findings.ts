import { check, type Finding } from "@sluice/workflow/check";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { WorkflowsDependencies } from "./dependencies.ts";

/** All findings of a document that is, or would be, this workflow's draft. */
export async function findingsOf(
  { secrets, credentials, types }: Pick<WorkflowsDependencies, "secrets" | "credentials" | "types">,
  given: { readonly workflowId: string; readonly document: WorkflowDocument },
): Promise<Finding[]> {
  const owned = new Map((await secrets.ofWorkflow(given.workflowId)).map((secret) => [secret.id, secret]));
  const known = await credentials.ids();
  return check(given.document, {
    types,
    secretOwner: (id) => owned.get(id),
    hasCredential: (id) => known.has(id),
  });
}
