import { secretsOf, type WorkflowDocument, withSecrets } from "@sluice/workflow/document";
import type { Vault } from "../secrets/vault.ts";
import type { SecretRecord } from "../stores/secrets/store.ts";
import type { DraftInput } from "../stores/workflows/store.ts";
import { meaningHash } from "./meaning-hash.ts";

/**
 * A document as it is stored: every new secret value in it sealed for the place where it stands and replaced by its
 * reference. The sealed records are stored in one transaction with the draft.
 */
export function draftFor(given: {
  readonly vault: Vault;
  readonly workflowId: string;
  readonly document: WorkflowDocument;
}): DraftInput {
  const { vault, workflowId } = given;
  const newSecrets: SecretRecord[] = [];
  const document = withSecrets(given.document, ({ node, field, value, reference }) => {
    if (value === undefined) return reference === undefined ? null : { secret: reference };
    const sealed = vault.seal({ value, owner: { workflowId, node, field } });
    newSecrets.push(sealed);
    return { secret: sealed.id };
  });
  return { document, meaning: meaningHash(document), newSecrets, secretIds: secretIdsOf(document) };
}

/** The references of a document. */
export function secretIdsOf(document: WorkflowDocument): string[] {
  return [...new Set(secretsOf(document).flatMap(({ reference }) => reference ?? []))];
}

/** The same document with every secret empty: a copy never takes them along. */
export function withoutSecrets(document: WorkflowDocument): WorkflowDocument {
  return withSecrets(document, () => null);
}
