import { retryAfterIn } from "@sluice/workflow/node-contract";

/** A wait is up to this part longer, so that what failed together does not come back together. */
const jitter = 0.1;

/** What came of an attempt. */
export interface AttemptOutcome {
  /** Null: no answer came. */
  readonly status: number | null;
  /** Value of `Retry-After`; undefined: none. */
  readonly retryAfter?: string | undefined;
}

export type Verdict =
  | { readonly kind: "delivered" }
  /** Will not get better by trying again. */
  | { readonly kind: "failed"; readonly gone: boolean }
  /** `seconds` from now; null: it was tried often enough. */
  | { readonly kind: "again"; readonly seconds: number | null };

/**
 * Judges an attempt: 2xx is success; 3xx is failure (nobody follows); 4xx is final but for 408 and 429; 410 means that nobody
 * listens any more; everything else is tried again. `number` counts attempts from 1, `random` is from 0 to 1.
 */
export function judge(
  { status, retryAfter }: AttemptOutcome,
  given: {
    readonly number: number;
    readonly schedule: readonly number[];
    readonly random: number;
    readonly now: number;
  },
): Verdict {
  if (status !== null && status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 410) return { kind: "failed", gone: true };
  const isFinal = status !== null && status >= 300 && status < 500 && status !== 408 && status !== 429;
  if (isFinal) return { kind: "failed", gone: false };
  const { number, schedule, random, now } = given;
  const planned = schedule[number - 1];
  if (planned === undefined) return { kind: "again", seconds: null };
  const asked = (retryAfterIn(retryAfter ?? "", now) ?? 0) / 1000;
  return { kind: "again", seconds: Math.max(planned * (1 + jitter * random), asked) };
}
