/** A limit as a bucket: so many at once, and again as many in the given time. */
export interface BucketSize {
  readonly capacity: number;
  /** Milliseconds in which an empty bucket is full again. */
  readonly fullInMs: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Token buckets by key, in memory, of this process alone. `most` bounds them: beyond it the one that was touched longest ago
 * goes, so that a flood from ever new addresses takes a fixed room and forgets its own beginnings first. (The library that
 * counts sign-ins keeps a timer for each key and has no bound.)
 */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #most: number;
  readonly #clock: () => number;

  /** `clock`: milliseconds, which only the differences matter of. */
  constructor({ most, clock }: { most: number; clock: () => number }) {
    this.#most = most;
    this.#clock = clock;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one. Answers 0, or the milliseconds until there is one, having taken none. */
  take(key: string, size: BucketSize): number {
    const bucket = this.#fill(key, size);
    if (isEmpty(bucket)) return waitOf(bucket, size);
    bucket.tokens = Math.max(0, bucket.tokens - 1);
    return 0;
  }

  /** Milliseconds until there is one to take; 0: there is. Looking leaves nothing behind. */
  wait(key: string, size: BucketSize): number {
    if (!this.#buckets.has(key)) return 0;
    const bucket = this.#fill(key, size);
    return isEmpty(bucket) ? waitOf(bucket, size) : 0;
  }

  /** How many have been taken and not come back yet. */
  taken(key: string, size: BucketSize): number {
    return this.#buckets.has(key) ? size.capacity - this.#fill(key, size).tokens : 0;
  }

  giveBack(key: string, size: BucketSize): void {
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.tokens = Math.min(size.capacity, bucket.tokens + 1);
  }

  /** The bucket as it is now, moved to the end of the queue of those that go. */
  #fill(key: string, { capacity, fullInMs }: BucketSize): Bucket {
    const now = this.#clock();
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, at: now };
    // A clock that was set back fills nothing, and takes nothing away.
    const passed = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(capacity, bucket.tokens + (passed * capacity) / fullInMs);
    bucket.at = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.#most) {
      for (const oldest of this.#buckets.keys()) {
        this.#buckets.delete(oldest);
        break;
      }
    }
    return bucket;
  }
}

/** Tokens come in parts: a whole one that was rounded down is one. */
const rounding = 1e-6;

function isEmpty({ tokens }: Bucket): boolean {
  return tokens < 1 - rounding;
}

function waitOf({ tokens }: Bucket, { capacity, fullInMs }: BucketSize): number {
  return Math.ceil(((1 - rounding - tokens) * fullInMs) / capacity);
}
