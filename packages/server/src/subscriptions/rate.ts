/** How many messages a subscription may be sent now, in this process. */
export interface Rate {
  readonly perMinute: number | null;
  /** Times are milliseconds since 1970. */
  room(now: number): number;
  take(count: number, now: number): void;
}

/** A bucket that fills evenly and holds what one second brings, one message at least. Null: no limit. */
export function rateOf(perMinute: number | null): Rate {
  if (perMinute === null) {
    return { perMinute, room: () => Number.POSITIVE_INFINITY, take: () => undefined };
  }
  const perMs = perMinute / 60_000;
  const most = Math.max(1, perMinute / 60);
  let level = most;
  let filledAt = Number.NEGATIVE_INFINITY;
  const fill = (now: number) => {
    if (filledAt > now) filledAt = now;
    level = Number.isFinite(filledAt) ? Math.min(most, level + (now - filledAt) * perMs) : most;
    filledAt = now;
  };
  return {
    perMinute,
    room(now) {
      fill(now);
      return Math.floor(level);
    },
    take(count, now) {
      fill(now);
      level -= count;
    },
  };
}
