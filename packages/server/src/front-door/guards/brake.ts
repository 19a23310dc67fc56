import { setTimeout as sleep } from "node:timers/promises";
import { PublicError } from "../../errors.ts";
import { type BucketSize, Buckets } from "./buckets.ts";
import type { Counted } from "./rates.ts";

/** How many wrong credentials are answered 401 before it is 429, and how the answers slow down before. */
export interface BrakeLimits {
  /** Of one address at one trigger, and at all triggers together. */
  readonly perTrigger: BucketSize;
  readonly overall: BucketSize;
  /** Wrong ones that are answered at once; each further one waits `stepMs` longer, up to `mostMs`. */
  readonly freeAttempts: number;
  readonly stepMs: number;
  readonly mostMs: number;
}

export const defaultBrakeLimits: BrakeLimits = {
  perTrigger: { capacity: 30, fullInMs: 10 * 60_000 },
  overall: { capacity: 100, fullInMs: 10 * 60_000 },
  freeAttempts: 10,
  stepMs: 100,
  mostMs: 2000,
};

/** Senders that are counted, and that are known to be honest: the oldest is forgotten first. */
const mostSenders = 50_000;
/** Answers that may wait at once. A flood of guesses is told at once what it is told anyway. */
const mostWaiting = 200;
/** How long a sender with right credentials counts as honest. */
const honestMs = 24 * 60 * 60_000;

/**
 * Slows down whoever tries credentials. It forgets everything with the process, so that nobody is locked out by it.
 *
 * Where an address has used up its wrong attempts, its next one is answered 429 without a look at the credentials: the answer
 * tells nothing about them. Whoever has shown right ones from there within a day is asked for them still, and passes with
 * right ones whatever others behind the same address do; wrong ones are answered 429 there too.
 */
export class Brake {
  readonly #limits: BrakeLimits;
  readonly #clock: () => number;
  readonly #atTrigger: Buckets;
  readonly #overall: Buckets;
  readonly #honest = new Map<string, number>();
  #waiting = 0;

  constructor({ limits, clock }: { limits: BrakeLimits; clock: () => number }) {
    this.#limits = limits;
    this.#clock = clock;
    this.#atTrigger = new Buckets({ most: mostSenders, clock });
    this.#overall = new Buckets({ most: mostSenders, clock });
  }

  /** Before credentials are looked at. Throws `rate-limited` for a sender that has guessed too often. */
  check(counted: Counted): void {
    const wait = this.#wait(counted);
    if (wait > 0 && !this.#isHonest(counted)) throw braked(wait);
  }

  /** Right credentials were shown. */
  passed(counted: Counted): void {
    const key = keyOf(counted);
    this.#honest.delete(key);
    this.#honest.set(key, this.#clock());
    if (this.#honest.size <= mostSenders) return;
    for (const oldest of this.#honest.keys()) {
      this.#honest.delete(oldest);
      break;
    }
  }

  /** Wrong ones were. Resolves when the answer may leave, to the one that takes its place; undefined: it stays. */
  async failed(counted: Counted): Promise<PublicError | undefined> {
    const { perTrigger, overall, freeAttempts, stepMs, mostMs } = this.#limits;
    const before = this.#wait(counted);
    if (before > 0) return braked(before);
    this.#atTrigger.take(keyOf(counted), perTrigger);
    this.#overall.take(counted.sender, overall);
    const tried = this.#atTrigger.taken(keyOf(counted), perTrigger);
    const delay = Math.min(mostMs, (Math.floor(tried) - freeAttempts) * stepMs);
    if (delay <= 0 || this.#waiting >= mostWaiting) return undefined;
    this.#waiting += 1;
    await sleep(delay);
    this.#waiting -= 1;
    return undefined;
  }

  #wait(counted: Counted): number {
    return Math.max(
      this.#atTrigger.wait(keyOf(counted), this.#limits.perTrigger),
      this.#overall.wait(counted.sender, this.#limits.overall),
    );
  }

  #isHonest(counted: Counted): boolean {
    const since = this.#honest.get(keyOf(counted));
    return since !== undefined && this.#clock() - since < honestMs;
  }
}

function keyOf({ workflowId, sender }: Counted): string {
  return `${workflowId} ${sender}`;
}

function braked(waitMs: number): PublicError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new PublicError("rate-limited", {
    detail: `Too many wrong credentials from this address; try again in ${seconds} s.`,
    headers: { "retry-after": String(seconds) },
  });
}
