import type { WebhookTriggerConfig } from "@sluice/workflow/document";
import { PublicError } from "../../errors.ts";
import { type BucketSize, Buckets } from "./buckets.ts";

const minuteMs = 60_000;
/** Triggers, and pairs of trigger and address, that are counted at once: some 10 MB when all are there. */
const mostTriggers = 10_000;
const mostAddresses = 100_000;

/** What one trigger lets through; null: it has no limit of that kind. */
export interface Rates {
  readonly all: BucketSize | null;
  readonly ofAddress: BucketSize | null;
}

export function ratesOf({ limits }: Pick<WebhookTriggerConfig, "limits">): Rates {
  const bucket = (count: number | undefined) => (count === undefined ? null : perMinute(count));
  return { all: bucket(limits?.perMinute), ofAddress: bucket(limits?.perMinuteOfAddress) };
}

/** Who asks: the trigger, and what a limit per sender counts by. */
export interface Counted {
  readonly workflowId: string;
  readonly sender: string;
}

export interface RateLimits {
  /** Station 4. Throws `rate-limited` with the seconds after which there is room. */
  take(counted: Counted, rates: Rates): void;
  /** The request was a stranger's: he has spent of his own, not of what the honest senders share. */
  giveBack(counted: Counted, rates: Rates): void;
}

/** The limits of all triggers, counted by this process. A new version goes on with what has been counted. */
export function createRateLimits(clock: () => number): RateLimits {
  const triggers = new Buckets({ most: mostTriggers, clock });
  const addresses = new Buckets({ most: mostAddresses, clock });
  return {
    take({ workflowId, sender }, { all, ofAddress }) {
      const own = `${workflowId} ${sender}`;
      const ownWait = ofAddress ? addresses.take(own, ofAddress) : 0;
      if (ownWait > 0) throw tooMany(ownWait, "from this address");
      const wait = all ? triggers.take(workflowId, all) : 0;
      if (wait === 0) return;
      if (ofAddress) addresses.giveBack(own, ofAddress);
      throw tooMany(wait, "to this trigger");
    },
    giveBack({ workflowId }, { all }) {
      if (all) triggers.giveBack(workflowId, all);
    },
  };
}

/** `whom` completes "Too many requests …". */
function tooMany(waitMs: number, whom: string): PublicError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new PublicError("rate-limited", {
    detail: `Too many requests ${whom}; try again in ${seconds} s.`,
    headers: { "retry-after": String(seconds) },
  });
}

/** As many as a minute may have at once, then evenly. */
export function perMinute(count: number): BucketSize {
  return { capacity: count, fullInMs: minuteMs };
}
