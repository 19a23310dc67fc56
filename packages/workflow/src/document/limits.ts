import { maxDocumentBytes, maxDocumentDepth } from "./schema.ts";

/**
 * Why a value is too deep or too large to be read as a document; undefined when it is neither. Called before anything
 * else walks the value, so it never recurses: ten thousand nested lists are a short text.
 */
export function excessOf(value: unknown): string | undefined {
  if (isDeeperThan(value, maxDocumentDepth)) {
    return `the document is nested deeper than ${maxDocumentDepth}; flatten what stands in its configs`;
  }
  if (hasMorePartsThan(value, maxDocumentBytes) || bytesOf(value) > maxDocumentBytes) {
    return `the document is larger than ${maxDocumentBytes} bytes; keep large data outside of the workflow`;
  }
  return undefined;
}

/**
 * Whether lists and objects stand in each other more than `limit` deep; `{}` is 1 deep, a text 0. Level by level, each
 * object once per level, so that a value that contains itself ends too.
 */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level = new Set<object>(isObject(value) ? [value] : []);
  for (let depth = 1; level.size > 0; depth++) {
    if (depth > limit) return true;
    const below = new Set<object>();
    for (const holder of level) {
      for (const child of Object.values(holder)) if (isObject(child)) below.add(child);
    }
    level = below;
  }
  return false;
}

/**
 * A first, cheap bound: each value costs a byte at least. It stops early, where one object that is used over and over
 * would become an endless text. The value holds no circle (`isDeeperThan` has said so).
 */
function hasMorePartsThan(value: unknown, limit: number): boolean {
  const stack = [value];
  let parts = 0;
  for (let next = stack.pop(); next !== undefined || stack.length > 0; next = stack.pop()) {
    parts += 1;
    if (parts > limit) return true;
    if (isObject(next)) for (const child of Object.values(next)) stack.push(child);
  }
  return false;
}

/** Bytes of the JSON text in UTF-8. What is no JSON (a bigint) is left to the schema to refuse. */
function bytesOf(value: unknown): number {
  try {
    return new TextEncoder().encode(JSON.stringify(value) ?? "").length;
  } catch {
    return 0;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
