import type { Json, JsonObject } from "../node-contract/json.ts";
import type { WorkflowDocument, WorkflowNode } from "./schema.ts";

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
  const place = placeAt(value, owner, path);
  if (place !== undefined) {
    places.push(place);
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    collect(child, owner, [...path, Array.isArray(value) ? Number(key) : key], places);
  }
}

/** The place that an object is; undefined when it holds no secret. */
function placeAt(value: Json, owner: Owner, path: readonly (string | number)[]): SecretPlace | undefined {
  const secret = secretIn(value);
  if (secret === undefined) return undefined;
  const place = {
    at: [...owner.root, ...path],
    node: owner.node,
    field: path.map((step) => (typeof step === "number" ? "*" : step)).join("."),
  };
  return typeof secret === "string" ? { ...place, reference: secret } : { ...place, value: secret.value };
}

/** Whether a value is a secret: `{ "secret": … }` and nothing else. */
export function isSecret(value: Json): boolean {
  return secretIn(value) !== undefined;
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

type Replace = (place: SecretPlace) => { secret: string } | null;

/** The document with each secret replaced by what `replace` makes of it (null: emptied). Shares what stays. */
export function withSecrets(document: WorkflowDocument, replace: Replace): WorkflowDocument {
  const { trigger } = document;
  const config = inConfig(trigger.config, { node: "trigger", root: ["trigger", "config"] }, replace);
  const entries = Object.entries(document.nodes).map(([key, node]): [string, WorkflowNode] => {
    const changed = inConfig(node.config, { node: key, root: ["nodes", key, "config"] }, replace);
    return [key, changed === node.config ? node : { ...node, config: changed }];
  });
  const nodesStay = entries.every(([key, node]) => node === document.nodes[key]);
  if (config === trigger.config && nodesStay) return document;
  return {
    ...document,
    trigger: config === trigger.config ? trigger : { ...trigger, config },
    nodes: nodesStay ? document.nodes : Object.fromEntries(entries),
  };
}

/** A config with all its secrets emptied, for a copy. */
export function emptySecrets(config: JsonObject): JsonObject {
  return inConfig(config, { node: "", root: [] }, () => null);
}

function inConfig(config: JsonObject, owner: Owner, replace: Replace): JsonObject {
  const walk = (value: Json, path: readonly (string | number)[]): Json => {
    if (typeof value !== "object" || value === null) return value;
    const place = placeAt(value, owner, path);
    if (place !== undefined) return replace(place) ?? {};
    if (Array.isArray(value)) {
      const list = value.map((child, index) => walk(child, [...path, index]));
      return list.every((child, index) => child === value[index]) ? value : list;
    }
    const entries = Object.entries(value).map(([key, child]): [string, Json] => [
      key,
      walk(child, [...path, key]),
    ]);
    return entries.every(([key, child]) => child === value[key]) ? value : Object.fromEntries(entries);
  };
  return walk(config, []) as JsonObject;
}
