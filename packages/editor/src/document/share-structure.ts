export { sameMeaning, sameText } from "@sluice/workflow/document";

/**
 * `next`, with every part that says the same as in `before` (same values, same order of keys) replaced by
 * the very object of `before`. Documents that follow each other then share their memory, the history costs
 * only what changed, and whoever compares by identity (React, the mapping to the canvas) sees only real changes.
 * JSON data only. Takes time in proportion to `next`.
 */
export function shareStructure<Value>(before: unknown, next: Value): Value {
  if (Object.is(before, next)) return next;
  if (Array.isArray(before) && Array.isArray(next)) return shareList(before, next) as Value;
  if (isPlainObject(before) && isPlainObject(next)) return shareObject(before, next) as Value;
  return next;
}

function shareList(before: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  let same = before.length === next.length;
  const shared = next.map((item, index) => {
    const part = shareStructure(before[index], item);
    if (part !== before[index]) same = false;
    return part;
  });
  return same ? before : shared;
}

function shareObject(
  before: Record<string, unknown>,
  next: Record<string, unknown>,
): Record<string, unknown> {
  const oldKeys = Object.keys(before);
  const keys = Object.keys(next);
  let same = oldKeys.length === keys.length;
  const shared: Record<string, unknown> = {};
  keys.forEach((key, index) => {
    const part = Object.hasOwn(before, key) ? shareStructure(before[key], next[key]) : next[key];
    if (oldKeys[index] !== key || part !== before[key]) same = false;
    shared[key] = part;
  });
  return same ? before : shared;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
