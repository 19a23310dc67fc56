import type { AlertRule, AlertState } from "../stores/alerts/store.ts";

/** What fires is over when it has been within its limit for so long: one good half minute is no end. */
export const calmMs = 60_000;

export interface Verdict {
  readonly state: Pick<AlertState, "firingSince" | "withinSince" | "toldAt" | "told">;
  /** What is to be told; null: nothing. */
  readonly tell: "firing" | "resolved" | null;
  /** Since when that lasts or has lasted. */
  readonly since: number | null;
}

/**
 * How a rule stands after it was looked at: it fires once, repeats by its interval, and says when it is over. `beyond`: null
 * when it could not be measured. Then it stands as it did and nothing is told; that it is over takes a minute that was seen.
 */
export function judge(
  before: AlertState & Pick<AlertRule, "repeatMinutes" | "mutedUntil">,
  { beyond, now }: { readonly beyond: boolean | null; readonly now: number },
): Verdict {
  const { firingSince: since, toldAt, told, repeatMinutes } = before;
  const muted = before.mutedUntil !== null && before.mutedUntil > now;
  if (beyond === null) {
    return { state: { firingSince: since, withinSince: null, toldAt, told }, tell: null, since };
  }
  if (beyond) {
    const firingSince = since ?? now;
    const isDue = toldAt === null || (repeatMinutes !== null && now - toldAt >= repeatMinutes * 60_000);
    const state = { firingSince, withinSince: null, toldAt, told };
    return { state, tell: isDue && !muted ? "firing" : null, since: firingSince };
  }
  if (since === null) {
    return { state: { firingSince: null, withinSince: null, toldAt: null, told: 0 }, tell: null, since };
  }
  const withinSince = before.withinSince ?? now;
  if (now - withinSince < calmMs) {
    return { state: { firingSince: since, withinSince, toldAt, told }, tell: null, since };
  }
  const state = { firingSince: null, withinSince: null, toldAt: null, told: 0 };
  return { state, tell: toldAt !== null && !muted ? "resolved" : null, since };
}
