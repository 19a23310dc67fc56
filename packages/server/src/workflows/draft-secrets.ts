import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import type { SecretOwner } from "../secrets/secret-reader.ts";
import type { SecretRecord } from "../stores/secrets/store.ts";
import type { DraftInput } from "../stores/workflows/store.ts";
import type { WorkflowsDependencies } from "./dependencies.ts";
import { meaningOf } from "./meaning.ts";

/**
 * A document as it is stored: every new secret value in it sealed for the place where it stands and replaced by its
 * reference. The sealed records are stored in one transaction with the draft.
 */
export async function draftFor(
  { vault }: Pick<WorkflowsDependencies, "vault">,
  given: { readonly workflowId: string; readonly document: WorkflowDocument },
): Promise<DraftInput> {
  const newSecrets: SecretRecord[] = [];
  const document = mapSecrets(given.document, (secret, place) => {
    if (typeof secret === "string") return secret;
    const sealed = vault.seal({ value: secret.value, owner: { workflowId: given.workflowId, ...place } });
    newSecrets.push(sealed);
    return sealed.id;
  });
  return { document, meaning: meaningOf(document), newSecrets, secretIds: secretIdsOf(document) };
}

/** The references of a stored document. */
export function secretIdsOf(document: WorkflowDocument): string[] {
  const ids = new Set<string>();
  mapSecrets(document, (secret) => {
    if (typeof secret === "string") ids.add(secret);
    return undefined;
  });
  return [...ids];
}

/** The same document with every secret empty: a copy never takes them along. */
export function withoutSecrets(document: WorkflowDocument): WorkflowDocument {
  return mapSecrets(document, () => undefined);
}

type Place = Omit<SecretOwner, "workflowId">;
/** Gives the reference to put in place; undefined empties the field. */
type Replace = (secret: string | { value: string }, place: Place) => string | undefined;

function mapSecrets(document: WorkflowDocument, replace: Replace): WorkflowDocument {
  const mapConfig = (node: string, config: { [field: string]: Json }) =>
    Object.fromEntries(
      Object.entries(config).map(([field, value]) => [field, mapValue(value, { node, field }, replace)]),
    );
  const { trigger, nodes } = document;
  return {
    ...document,
    trigger: { ...trigger, config: mapConfig("trigger", trigger.config) },
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([key, node]) => [key, { ...node, config: mapConfig(key, node.config) }]),
    ),
  };
}

function mapValue(value: Json, place: Place, replace: Replace): Json {
  if (typeof value !== "object" || value === null) return value;
  // The place of a list's item does not hold its index: moving it up or down does not make it another's.
  if (Array.isArray(value))
    return value.map((item) => mapValue(item, { ...place, field: `${place.field}.*` }, replace));
  const secret = secretOf(value);
  if (secret !== undefined) {
    const reference = replace(secret, place);
    return reference === undefined ? {} : { secret: reference };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      mapValue(child, { ...place, field: `${place.field}.${key}` }, replace),
    ]),
  );
}

function secretOf(value: { [key: string]: Json }): string | { value: string } | undefined {
  const { secret, ...others } = value;
  if (secret === undefined || Object.keys(others).length > 0) return undefined;
  if (typeof secret === "string") return secret;
  if (typeof secret !== "object" || secret === null || Array.isArray(secret)) return undefined;
  return typeof secret.value === "string" && Object.keys(secret).length === 1
    ? { value: secret.value }
    : undefined;
}
