/** How long a new token lives, in days. */
export const expiries = ["30", "90", "365", "never"] as const;
export type Expiry = (typeof expiries)[number];

/** RFC 3339 time in UTC at which it ends, or null. `now` in milliseconds. */
export function expiryTime(expiry: Expiry, now: number): string | null {
  return expiry === "never" ? null : new Date(now + Number(expiry) * 86_400_000).toISOString();
}
