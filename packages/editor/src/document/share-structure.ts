export { sameMeaning } from "@sluice/workflow/document";

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

/** Whether two JSON values have the same text, order of keys included. What both share costs nothing. */
export function sameText(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => sameText(item, other[index]));
  if (!isPlainObject(one) || !isPlainObject(other)) return false;
  const keys = writtenKeys(one);
  const others = writtenKeys(other);
  return (
    keys.length === others.length &&
    keys.every((key, index) => key === others[index] && sameText(one[key], other[key]))
  );
}

function writtenKeys(object: Record<string, unknown>): readonly string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
