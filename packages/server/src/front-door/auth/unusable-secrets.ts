import {
  type SignatureAuth,
  schemesOf,
  secretReference,
  triggerAuthSchema,
  type WorkflowDocument,
} from "@sluice/workflow/document";
import type { SecretReader } from "../../secrets/secret-reader.ts";
import { signatureField } from "./secret-fields.ts";
import { readKey } from "./signature/prepare.ts";

/** References of a document's secrets that are no key as their signature method needs it: they let nobody in. */
export async function unusableSecrets(given: {
  workflowId: string;
  document: WorkflowDocument;
  vault: SecretReader;
}): Promise<ReadonlySet<string>> {
  const { workflowId, document, vault } = given;
  const unusable = new Set<string>();
  const parsed = triggerAuthSchema.safeParse(document.trigger.config.auth);
  if (!parsed.success) return unusable;
  const owner = { workflowId, node: "trigger", field: signatureField };
  for (const method of parsed.data.any.filter((one): one is SignatureAuth => one.type === "signature")) {
    const [scheme] = schemesOf(method);
    if (scheme?.kind !== "signature") continue;
    for (const { value } of method.secrets) {
      const id = secretReference(value);
      const plain = id === undefined ? undefined : await vault.reveal({ id, owner });
      if (id !== undefined && plain !== undefined && readKey(plain, scheme) === null) unusable.add(id);
    }
  }
  return unusable;
}
