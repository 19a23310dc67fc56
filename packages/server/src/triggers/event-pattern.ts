/**
 * Patterns of event types. A type is a dotted name (`order.item.added`). In a pattern `*` stands for exactly one segment,
 * and at the end for everything below: `order.*` takes `order.paid` and `order.item.added`, `*.paid` takes `order.paid`,
 * `*` takes every event. `order.*` does not take `order` itself.
 */
export function matchesEvent(pattern: string, type: string): boolean {
  const wanted = pattern.split(".");
  const segments = type.split(".");
  const open = wanted.at(-1) === "*";
  if (open ? segments.length < wanted.length : segments.length !== wanted.length) return false;
  return wanted.every((segment, index) => segment === "*" || segment === segments[index]);
}

/** A pattern up to its first wildcard: what an index can find it by. */
export function headOf(pattern: string): string {
  const segments = pattern.split(".");
  const wild = segments.indexOf("*");
  return (wild < 0 ? segments : segments.slice(0, wild)).join(".");
}

/** The heads of all patterns that may take this type: `a.b` is found under ``, `a` and `a.b`. */
export function headsOf(type: string): string[] {
  const segments = type.split(".");
  return ["", ...segments.map((_, index) => segments.slice(0, index + 1).join("."))];
}
