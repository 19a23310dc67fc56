import { check, type Finding, type OtherWorkflow, workflowsNamed } from "@sluice/workflow/check";
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
  const others = await othersOf(store, { named, given });
  const own = await store.get(given.workflowId);
  return check(given.document, {
    types,
    secretOwner: (id) => owned.get(id),
    hasCredential: (id) => known.has(id),
    workflowId: given.workflowId,
    hasPublicUrl,
    unusableSecrets: await unusableSecrets({ ...given, vault }),
    alias: own?.alias ?? null,
    otherWorkflow: (id) => others.get(id),
  });
}

/** Those of these workflows that are there, the trash left out: as they run, or else as they are drawn. */
async function othersOf(
  store: WorkflowsDependencies["store"],
  { named, given }: { named: ReadonlySet<string>; given: { workflowId: string; document: WorkflowDocument } },
): Promise<ReadonlyMap<string, OtherWorkflow>> {
  const found = await Promise.all(
    [...named].map(async (id): Promise<[string, OtherWorkflow][]> => {
      const record = await store.get(id);
      if (!record) return [];
      // What is being checked is what would run.
      const own = id === given.workflowId ? given.document : undefined;
      const { name, trigger } = own ?? (await store.published(id))?.document ?? record.draft;
      return [[id, { name, trigger: trigger.type }]];
    }),
  );
  return new Map(found.flat());
}
