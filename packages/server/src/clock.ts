/** Milliseconds since 1970 in UTC. Handed in, so that a test can move it. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();

/** A moment as the API tells it (RFC 3339, in UTC); null: it has not come, or nobody knows it. */
export function isoTime(at: number | null | undefined): string | null {
  return at == null ? null : new Date(at).toISOString();
}
