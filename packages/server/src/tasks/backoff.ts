/** How the waiting time between tries grows. */
export interface Backoff {
  /** After the first try, in milliseconds. */
  readonly firstMs: number;
  readonly factor: number;
  /** It grows no further, in milliseconds. */
  readonly mostMs: number;
}

/** As graphile-worker's own, with a bound that a person can wait for. */
export const taskBackoff: Backoff = { firstMs: 2700, factor: Math.E, mostMs: 60 * 60_000 };

/**
 * How long to wait after a failed try (the first is 1), in milliseconds: exponential, bounded, between half and all of it at
 * random, so that what failed together does not come back together.
 */
export function backoffMs(
  attempt: number,
  { firstMs, factor, mostMs }: Backoff = taskBackoff,
  random: () => number = Math.random,
): number {
  const full = Math.min(mostMs, firstMs * factor ** Math.max(0, attempt - 1));
  return Math.floor(full / 2 + (full / 2) * random());
}
