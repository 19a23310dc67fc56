import { defaultSchedule } from "@sluice/api/schemas";

/** Seconds to wait after the first, second, … failed attempt. */
export const schedules = {
  /** What Sluice does where nothing else is said. */
  usual: defaultSchedule,
  /** The example of the Standard Webhooks specification. */
  standard: [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
  /** For receivers that have to hear of it now or not at all. */
  short: [5, 30, 120],
} as const;
export type ScheduleName = keyof typeof schedules | "own";

/** Which one it is; `null` of a subscription is the usual one. */
export function nameOfSchedule(waits: readonly number[] | null): ScheduleName {
  const text = (waits ?? schedules.usual).join();
  return (["usual", "standard", "short"] as const).find((name) => schedules[name].join() === text) ?? "own";
}

const units = { s: 1, min: 60, h: 3600, d: 86_400 } as const;

/** `5 s, 5 min, 2 h, 1 d`; `day` is what its reader calls a day. */
export function scheduleText(waits: readonly number[], day: string): string {
  return waits
    .map((seconds) => {
      const unit = (["d", "h", "min"] as const).find((one) => seconds % units[one] === 0) ?? "s";
      return `${seconds / units[unit]} ${unit === "d" ? day : unit}`;
    })
    .join(", ");
}

/** Undefined: it cannot be read, or the API would not take it. `j` is the French day. */
export function readSchedule(text: string): number[] | undefined {
  const waits = text.split(/[,;]/).map((part) => {
    const [, number, unit = ""] = /^\s*(\d{1,6})\s*(s|min|h|d|j)\s*$/i.exec(part) ?? [];
    const name = unit.toLowerCase().replace("j", "d") as keyof typeof units;
    return number === undefined ? Number.NaN : Number(number) * units[name];
  });
  const taken = waits.length <= 20 && waits.every((seconds) => seconds >= 1 && seconds <= 604_800);
  return taken ? waits : undefined;
}

/** Attempts altogether, and milliseconds from the first to the last; each wait may be up to 10 % longer. */
export function spanOfSchedule(waits: readonly number[]): { attempts: number; lastMs: number } {
  return { attempts: waits.length + 1, lastMs: waits.reduce((sum, seconds) => sum + seconds, 0) * 1000 };
}
