import type { Delivery, DeliverySummary, Verdict } from "@sluice/api/schemas";
import type { CallerAnswer, JsonObject, RuleRecord } from "@sluice/workflow/node-contract";

export interface HeaderPair {
  readonly name: string;
  readonly value: string;
}

/** The answer as it left. */
export interface DeliveryAnswer {
  readonly headers: readonly HeaderPair[];
  readonly body: string;
}

/** One request to a trigger URL as it is stored: secrets are redacted before it gets here. */
export interface NewDelivery {
  readonly id: string;
  readonly workflowId: string;
  readonly version: number | null;
  /** Milliseconds since 1970 in UTC. */
  readonly receivedAt: number;
  readonly verdict: Verdict;
  readonly reason: string | null;
  /** Of the token that it came with. */
  readonly claims: JsonObject | null;
  readonly method: string;
  readonly url: string;
  readonly address: string;
  readonly headers: readonly HeaderPair[];
  /** The bytes as received. */
  readonly body: Uint8Array;
  /** How many bytes came (or were declared), also when fewer are kept. */
  readonly bodyBytes: number;
  readonly bodyTruncated: boolean;
  readonly variables: JsonObject | null;
  readonly executionId: string | null;
  /** Null: not answered yet (a synchronous execution goes on). */
  readonly status: number | null;
  /** Null: the answer is the one its execution gave, or there is none yet. */
  readonly answer: DeliveryAnswer | null;
  /** Null where the store is to measure it: from `receivedAt` to the commit that lets the answer go. */
  readonly durationMs: number | null;
  readonly duplicateOf: string | null;
  readonly replayOf: string | null;
  /** By which method it passed; of one that was refused as `unauthorized`, the method that came nearest. */
  readonly authMethod: string | null;
  /** At which stage that one failed; null: it did not. */
  readonly authStage: string | null;
  /** Of the filter, where it said no or failed. */
  readonly rules: readonly RuleRecord[] | null;
  /** Milliseconds since 1970; null: the body is there. */
  readonly bodyRemovedAt: number | null;
  /** What it is found by (`settings.searchKeys`); left out: nothing. */
  readonly keys?: readonly SearchKey[];
}

/** A value that deliveries are found by, and what it is the value of. */
export interface SearchKey {
  readonly name: string;
  readonly value: string;
}

/** Which deliveries are meant. Times are milliseconds since 1970 in UTC; what is left out is not looked at. */
export interface DeliveryQuery {
  readonly workflowId?: string | undefined;
  readonly verdict?: Verdict | undefined;
  readonly reason?: string | undefined;
  /** Of the answer, both ends included. */
  readonly status?: { readonly from: number; readonly to: number } | undefined;
  /** Received at this moment or later, and before that one. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly replayOf?: string | undefined;
  readonly duplicateOf?: string | undefined;
  /** These alone; some hundreds at most. */
  readonly ids?: readonly string[] | undefined;
}

/** Newest first. `before` is the id of the last one seen. */
export interface DeliveryPage {
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What is needed to run a delivery (again). */
export interface DeliverySource {
  readonly method: string;
  readonly url: string;
  readonly address: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array;
  readonly variables: JsonObject | null;
  readonly claims: JsonObject | null;
  /** The stored body is not all that came. */
  readonly bodyTruncated: boolean;
  /** Milliseconds since 1970 when the body was taken away; null: it is there. */
  readonly bodyRemovedAt: number | null;
  readonly workflowId: string;
  readonly version: number | null;
}

/** How a delivery was answered, or will be. */
export interface FirstAnswer {
  /** Null: it is not answered yet. */
  readonly status: number | null;
  readonly answer: DeliveryAnswer | null;
  readonly executionId: string | null;
  /** What its execution has come to; undefined: there is none. */
  readonly execution:
    | { readonly ended: boolean; readonly succeeded: boolean; readonly answer: CallerAnswer | null }
    | undefined;
}

export interface DeliveriesStore {
  list(query: DeliveryQuery & DeliveryPage): Promise<DeliverySummary[]>;
  /** Ids of those with a search key of this value (`keyValue`), of this name or of any. */
  keyed(query: DeliveryQuery & DeliveryPage & { value: string; name: string | undefined }): Promise<string[]>;
  /** What a search through their texts is to read, and how large each body is. */
  toScan(query: DeliveryQuery & DeliveryPage): Promise<{ id: string; bodyBytes: number }[]>;
  /** The texts of these, in any order. */
  texts(ids: readonly string[]): Promise<{ id: string; url: string; headers: string; body: Uint8Array }[]>;
  /** Of these, in any order, those that are there. */
  summaries(ids: readonly string[]): Promise<DeliverySummary[]>;
  /** How many there are up to `upTo`, counted as far as `most`, and how many of these cannot be run again. */
  count(query: DeliveryQuery & { upTo: string; most: number }): Promise<{ count: number; notKept: number }>;
  /** The oldest ones after `after` and up to `upTo`, in the order they came. */
  following(
    query: DeliveryQuery & { after: string | undefined; upTo: string; limit: number },
  ): Promise<string[]>;
  get(id: string): Promise<Delivery | undefined>;
  source(id: string): Promise<DeliverySource | undefined>;
  /** The delivery that has a dedupe key now (`now` in milliseconds since 1970). */
  claimedBy(given: { workflowId: string; keyHash: string; now: number }): Promise<string | undefined>;
  firstAnswer(id: string): Promise<FirstAnswer | undefined>;
  /** Ids of deliveries that wait for a person, the oldest first; after the id `after`, up to `upTo`. */
  held(query: { workflowId: string; after: string; upTo?: string; limit: number }): Promise<string[]>;
  /** The newest delivery of a workflow that waits for a person; undefined: none does. */
  lastHeld(workflowId: string): Promise<string | undefined>;
  /** How many deliveries of each workflow wait for a person; those without one are left out. */
  countHeld(workflowIds: readonly string[]): Promise<Map<string, number>>;
  /** How often a trigger (all of them, for undefined) turned a request away, by reason, the pruned ones counted. */
  counters(workflowId: string | undefined): Promise<{ reason: string; count: number; lastAt: number }[]>;
  /** When the newest delivery of each workflow came (milliseconds since 1970); those without one are left out. */
  lastReceived(workflowIds: readonly string[]): Promise<Map<string, number>>;
}
