import { setImmediate as turn } from "node:timers/promises";
import type { Overview } from "@sluice/api/schemas";
import type { FiguresStore } from "../stores/figures/store.ts";

type Hour = Overview["hours"][number];
interface Slice {
  readonly accepted: number;
  readonly failed: number;
}

const hourMs = 60 * 60 * 1000;
const hoursShown = 24;
/** What is counted in one go: a slice of a million an hour is read in some milliseconds. */
const sliceMs = 10 * 60 * 1000;
const mostInSlice = 250_000;
/** Whatever was under way when a slice was over is on disk by then. */
const graceMs = 60_000;

/**
 * The last 24 hours, by the hour. A slice that is over is counted once and remembered: the first look of a process reads the
 * indexes of a day, every other one those of some minutes.
 */
export function createHours(
  figures: Pick<FiguresStore, "countAccepted" | "countFailed" | "refusedByHour">,
): (now: number) => Promise<Hour[]> {
  const known = new Map<number, Slice>();

  const sliceAt = async (from: number, now: number): Promise<Slice> => {
    const remembered = known.get(from);
    if (remembered) return remembered;
    const stretch = { from, to: from + sliceMs, atMost: mostInSlice };
    const accepted = await figures.countAccepted(stretch);
    const failed = await figures.countFailed(stretch);
    const slice = { accepted, failed };
    if (from + sliceMs + graceMs <= now) known.set(from, slice);
    // SQLite answers without leaving the event loop: whoever else waits comes first.
    await turn();
    return slice;
  };

  return async (now) => {
    const first = now - (now % hourMs) - (hoursShown - 1) * hourMs;
    for (const from of known.keys()) if (from < first) known.delete(from);
    const refused = await figures.refusedByHour(first);
    const hours: Hour[] = [];
    for (let at = first; at <= now; at += hourMs) {
      const hour = {
        from: new Date(at).toISOString(),
        accepted: 0,
        failed: 0,
        refused: refused.get(at) ?? 0,
      };
      for (let from = at; from < at + hourMs && from <= now; from += sliceMs) {
        const { accepted, failed } = await sliceAt(from, now);
        hour.accepted += accepted;
        hour.failed += failed;
      }
      hours.push(hour);
    }
    return hours;
  };
}
