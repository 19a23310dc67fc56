import type { IntakeStore } from "./store.ts";

const hourMs = 60 * 60 * 1000;
/** Counted beside the refusals, and no refusals. */
const others: ReadonlySet<string> = new Set(["filtered", "duplicate"]);

/** How many were refused in each hour (milliseconds since 1970), the hours in order: other processes count the same ones. */
export function refusedByHour(
  counts: Parameters<IntakeStore["refuse"]>[0]["counts"],
): { hour: number; count: number }[] {
  const hours = new Map<number, number>();
  for (const { reason, count, lastAt } of counts) {
    if (others.has(reason)) continue;
    const hour = lastAt - (lastAt % hourMs);
    hours.set(hour, (hours.get(hour) ?? 0) + count);
  }
  return [...hours].sort(([one], [other]) => one - other).map(([hour, count]) => ({ hour, count }));
}
