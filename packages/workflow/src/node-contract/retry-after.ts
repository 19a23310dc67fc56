/** The longest wait that another side may ask for, in milliseconds: a day. What is longer is cut to it. */
export const longestRetryAfterMs = 24 * 3_600_000;

/**
 * The value of `Retry-After` in milliseconds: seconds, or a date (RFC 9110, 10.2.3) that is measured against `now`, which is
 * in milliseconds since 1970. Seconds with a fraction are no part of the RFC, but are sent. Undefined: it is neither.
 */
export function retryAfterIn(value: string, now: number): number | undefined {
  const text = value.trim();
  const wait = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : dateOf(text) - now;
  return Number.isNaN(wait) ? undefined : Math.round(Math.min(Math.max(0, wait), longestRetryAfterMs));
}

/** What has no letter is no date of HTTP, whatever `Date.parse` makes of it. */
function dateOf(text: string): number {
  return /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
}
