/** Some turns at a pace, one after another. Times are milliseconds. */
export interface Turns {
  /** Whose pace it is, such as a host. */
  readonly key: string;
  readonly count: number;
  /** How far each moves the next one on. */
  readonly everyMs: number;
  /** Longest that one of them may wait. */
  readonly mostMs: number;
}

export interface TakenTurns {
  /** How many there were in time: the first ones. No more than these are taken. */
  readonly count: number;
  /** Until the first turn, whether or not there was one in time. */
  readonly waitMs: number;
}

/** Turns at paces that all processes keep together. */
export interface PacesStore {
  take(turns: Turns): Promise<TakenTurns>;
  /** Turns that were taken and not used; they count for nobody. */
  giveBack(turns: Pick<Turns, "key" | "count" | "everyMs">): Promise<void>;
}

/**
 * How many of `turns` come in time when the first has to wait for `waitMs`. A thousandth of a turn is forgiven: moments since
 * 1970 have no finer parts.
 */
export function turnsInTime(
  { count, everyMs, mostMs }: Omit<Turns, "key">,
  { waitMs }: { readonly waitMs: number },
): number {
  return Math.max(0, Math.min(count, Math.floor((mostMs - waitMs) / everyMs + 1.001)));
}
