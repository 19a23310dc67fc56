import type { Json, JsonObject } from "../node-contract/json.ts";
import type { WorkflowDocument } from "./schema.ts";

/** A place in a document that holds a secret: its value on the way in, a reference, or nothing yet. */
export interface SecretPlace {
  /** From the root of the document to the object that holds it. */
  readonly at: readonly (string | number)[];
  /** Key of the node, or `trigger`. */
  readonly node: string;
  /** The place inside the config with positions as `*` (`auth.any.*.password`): what a reference belongs to. */
  readonly field: string;
  readonly reference?: string;
  readonly value?: string;
}

/**
 * All places that hold `{ "secret": … }`. A secret is told by its shape, so that a config of an unknown node type
 * keeps none either.
 */
export function secretsOf(document: WorkflowDocument): SecretPlace[] {
  const places: SecretPlace[] = [];
  collect(document.trigger.config, { node: "trigger", root: ["trigger", "config"] }, [], places);
  for (const [key, node] of Object.entries(document.nodes)) {
    collect(node.config, { node: key, root: ["nodes", key, "config"] }, [], places);
  }
  return places;
}

interface Owner {
  readonly node: string;
  readonly root: readonly string[];
}

function collect(value: Json, owner: Owner, path: readonly (string | number)[], places: SecretPlace[]): void {
  if (typeof value !== "object" || value === null) return;
  const secret = secretIn(value);
  if (secret !== undefined) {
    const place = {
      at: [...owner.root, ...path],
      node: owner.node,
      field: path.map((step) => (typeof step === "number" ? "*" : step)).join("."),
    };
    places.push(
      typeof secret === "string" ? { ...place, reference: secret } : { ...place, value: secret.value },
    );
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    collect(child, owner, [...path, Array.isArray(value) ? Number(key) : key], places);
  }
}

/** The reference, or the value on its way in; undefined when the object holds no secret. */
function secretIn(value: Json): string | { value: string } | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (Object.keys(value).length !== 1 || !Object.hasOwn(value, "secret")) return undefined;
  const { secret } = value;
  if (typeof secret === "string") return secret;
  if (typeof secret !== "object" || secret === null || Array.isArray(secret)) return undefined;
  return typeof secret.value === "string" && Object.keys(secret).length === 1
    ? { value: secret.value }
    : undefined;
}

/** The document with each secret replaced by what `replace` makes of it (null: emptied). Shares what stays. */
export function withSecrets(
  document: WorkflowDocument,
  replace: (place: SecretPlace) => { secret: string } | null,
): WorkflowDocument {
  const places = new Map(secretsOf(document).map((place) => [place.at.join("\n"), place]));
  if (places.size === 0) return document;
  const walk = (value: Json, at: readonly (string | number)[]): Json => {
    if (typeof value !== "object" || value === null) return value;
    const place = places.get(at.join("\n"));
    if (place !== undefined) return replace(place) ?? {};
    if (Array.isArray(value)) return value.map((child, index) => walk(child, [...at, index]));
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, walk(child, [...at, key])]));
  };
  const configAt = (config: JsonObject, root: readonly string[]) => walk(config, root) as JsonObject;
  return {
    ...document,
    trigger: { ...document.trigger, config: configAt(document.trigger.config, ["trigger", "config"]) },
    nodes: Object.fromEntries(
      Object.entries(document.nodes).map(([key, node]) => [
        key,
        { ...node, config: configAt(node.config, ["nodes", key, "config"]) },
      ]),
    ),
  };
}

/** A config with all its secrets emptied, for a copy. */
export function emptySecrets(config: JsonObject): JsonObject {
  const walk = (value: Json): Json => {
    if (typeof value !== "object" || value === null) return value;
    if (secretIn(value) !== undefined) return {};
    if (Array.isArray(value)) return value.map(walk);
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, walk(child)]));
  };
  return walk(config) as JsonObject;
}
