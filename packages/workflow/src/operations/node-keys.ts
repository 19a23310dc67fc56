import { nodeKeySchema, type WorkflowDocument, type WorkflowNode } from "../document/schema.ts";
import { OperationError } from "./operation-error.ts";

const maxLength = 64;

/** A key made from a shown name: `Paid?` → `paid`, `Send e-mail` → `sendEMail`. Not unique yet. */
export function keyFromName(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .split(/[^A-Za-z0-9_]+/)
    .filter((word) => word !== "");
  const joined = words
    .map((word, index) => (index === 0 ? lowerFirst(word) : word[0]?.toUpperCase() + word.slice(1)))
    .join("")
    .replace(/^[^a-zA-Z]+/, "")
    .slice(0, maxLength);
  return nodeKeySchema.safeParse(joined).success ? joined : "node";
}

/** `ID` stays readable as `id`, `HTTPCall` as `hTTPCall` would not: an all-capital word is lower-cased whole. */
function lowerFirst(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word[0]?.toLowerCase() + word.slice(1);
}

/** The wanted key, or the next free one: `paid`, `paid2`, `paid3`, … */
export function freshKey(taken: { has(key: string): boolean }, wanted: string): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number++) {
    const suffix = String(number);
    const key = wanted.slice(0, maxLength - suffix.length) + suffix;
    if (!taken.has(key)) return key;
  }
}

/** Hands out free keys one after another. Remembers how far each name has got: ten thousand notes may share one. */
export function freshKeysIn(taken: Set<string>): (wanted: string) => string {
  const next = new Map<string, number>();
  return (wanted) => {
    let key = wanted;
    for (let number = next.get(wanted) ?? 2; taken.has(key); number++) {
      const suffix = String(number);
      key = wanted.slice(0, maxLength - suffix.length) + suffix;
      next.set(wanted, number + 1);
    }
    taken.add(key);
    return key;
  };
}

/** A key for a new node of this name in this document. */
export function keyFor(document: WorkflowDocument, name: string): string {
  return freshKey({ has: (key) => Object.hasOwn(document.nodes, key) }, keyFromName(name));
}

/** Throws `bad-key` when nodes cannot be called so. */
export function checkKey(key: string): void {
  if (nodeKeySchema.safeParse(key).success) return;
  throw new OperationError(
    "bad-key",
    `"${key}" cannot be a key: letters, digits and _, a letter first, 64 at most, and not "trigger"`,
  );
}

/** The node of that key; throws `no-such-node`. */
export function nodeOf(document: WorkflowDocument, key: string): WorkflowNode {
  const node = Object.hasOwn(document.nodes, key) ? document.nodes[key] : undefined;
  if (node === undefined) throw new OperationError("no-such-node", `there is no node "${key}"`);
  return node;
}

/** The document with one node replaced. */
export function withNode(document: WorkflowDocument, key: string, node: WorkflowNode): WorkflowDocument {
  return { ...document, nodes: { ...document.nodes, [key]: node } };
}
