import { check, type Finding, workflowsNamed } from "@sluice/workflow/check";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { unusableSecrets } from "../front-door/auth/unusable-secrets.ts";
import type { WorkflowsDependencies } from "./dependencies.ts";

/** All findings of a document that is, or would be, this workflow's draft. */
export async function findingsOf(
  dependencies: Pick<
    WorkflowsDependencies,
    "store" | "secrets" | "credentials" | "types" | "vault" | "hasPublicUrl"
  >,
  given: { readonly workflowId: string; readonly document: WorkflowDocument },
): Promise<Finding[]> {
  const { store, secrets, credentials, types, vault, hasPublicUrl } = dependencies;
  const owned = new Map((await secrets.ofWorkflow(given.workflowId)).map((secret) => [secret.id, secret]));
  const known = await credentials.ids();
  const named = new Set(workflowsNamed(given.document, types).map(({ id }) => id));
  const workflows = await existingOf(store, named);
  const own = await store.get(given.workflowId);
  return check(given.document, {
    types,
    secretOwner: (id) => owned.get(id),
    hasCredential: (id) => known.has(id),
    workflowId: given.workflowId,
    hasPublicUrl,
    unusableSecrets: await unusableSecrets({ ...given, vault }),
    alias: own?.alias ?? null,
    hasWorkflow: (id) => workflows.has(id),
  });
}

/** Which of these workflows are there, the trash left out. */
async function existingOf(
  store: WorkflowsDependencies["store"],
  ids: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const found = await Promise.all([...ids].map((id) => store.get(id)));
  return new Set(found.flatMap((workflow) => workflow?.id ?? []));
}
