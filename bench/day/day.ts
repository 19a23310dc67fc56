import type { CrashGiven, UnderLoad } from "../crash/crash.ts";
import { median } from "../load.ts";
import { residentBytes } from "../process.ts";

const minute = 60_000;
const hour = 60 * minute;

/** Starts at each tenth minute, also for those that were missed. */
export const scheduleEachTenMinutes = {
  format: 1,
  name: "Each ten minutes",
  mode: "async",
  trigger: { type: "schedule", config: { cron: "*/10 * * * *", missed: "all" } },
  nodes: { at: { type: "set", name: "At", config: { fields: { at: "{{ trigger.scheduledAt }}" } } } },
  edges: [{ from: "trigger", to: "at" }],
};

/** When processes are killed: every half hour or so, and not in the last quarter, which shows how the memory goes. */
export function theDay(given: {
  readonly hours: number;
  /** Called every five minutes. */
  readonly watch: (seen: UnderLoad) => void;
}): { readonly nextKill: CrashGiven["nextKill"] } {
  const begun = Date.now();
  const end = begun + given.hours * hour;
  const lastKill = begun + given.hours * 0.75 * hour;
  return {
    async nextKill(seen) {
      const next = Date.now() + Math.random() * hour;
      const until = next > lastKill ? end : next;
      while (Date.now() < until) {
        given.watch(seen);
        await new Promise((resolve) => setTimeout(resolve, Math.min(5 * minute, until - Date.now())));
      }
      return until !== end;
    },
  };
}

/** The memory of the processes, over their lives. Figures in megabytes. */
export function memoryOf() {
  const lives = new Map<number, number[]>();
  return {
    look({ processes }: UnderLoad): void {
      for (const { pid, runs } of processes) {
        const bytes = runs ? residentBytes(pid) : null;
        if (bytes !== null) lives.set(pid, [...(lives.get(pid) ?? []), bytes / 1024 / 1024]);
      }
    },
    /** Of the longest life: the median of its first third after the first half hour, of its last third, and the most of all. */
    figures() {
      const [longest = []] = [...lives.values()].sort((a, b) => b.length - a.length);
      const warm = longest.slice(6);
      const third = Math.max(1, Math.floor(warm.length / 3));
      const round = (value: number) => Number(value.toFixed(1));
      return {
        lives: lives.size,
        longestHours: round((longest.length * 5) / 60),
        early: round(median(warm.slice(0, third))),
        late: round(median(warm.slice(-third))),
        most: round(Math.max(0, ...[...lives.values()].flat())),
      };
    },
  };
}
