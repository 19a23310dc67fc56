import { type RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { PublicError } from "../errors.ts";

/** Counts one attempt. Throws `rate-limited` with `Retry-After` when there have been too many. */
export async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new PublicError("rate-limited", {
      detail: `Too many attempts; try again in ${seconds} seconds.`,
      headers: { "retry-after": String(seconds) },
    });
  }
}
