import type { Json } from "../node-contract/json.ts";
import type { WorkflowDocument } from "./schema.ts";

/** A place in a document that refers to a credential: `{ "credential": "cred_…" }`. */
export interface CredentialPlace {
  /** From the root of the document to the object that holds it. */
  readonly at: readonly (string | number)[];
  /** Key of the node, or `trigger`. */
  readonly node: string;
  readonly reference: string;
}

/** All of them. Told by their shape, so that a node type that is not known here keeps its own too. */
export function credentialsOf(document: WorkflowDocument): CredentialPlace[] {
  const places: CredentialPlace[] = [];
  collect(
    document.trigger.config.auth ?? null,
    { node: "trigger", at: ["trigger", "config", "auth"] },
    places,
  );
  for (const [key, node] of Object.entries(document.nodes)) {
    collect(node.config, { node: key, at: ["nodes", key, "config"] }, places);
  }
  return places;
}

function collect(value: Json, here: Omit<CredentialPlace, "reference">, places: CredentialPlace[]): void {
  if (typeof value !== "object" || value === null) return;
  const keys = Object.keys(value);
  if (!Array.isArray(value) && keys.length === 1 && typeof value.credential === "string") {
    const { credential: reference } = value;
    if (reference.startsWith("cred_")) places.push({ ...here, reference });
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    collect(child, { ...here, at: [...here.at, Array.isArray(value) ? Number(key) : key] }, places);
  }
}
