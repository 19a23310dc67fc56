import type { SubscriptionFormat, SubscriptionOptions } from "@sluice/api/schemas";
import type { Page } from "../workflows/store.ts";

/** Who is sent which events, with its secrets sealed. Times are milliseconds since 1970 in UTC. */
export interface SubscriptionRecord {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  /** Event types and patterns. */
  readonly events: readonly string[];
  readonly active: boolean;
  readonly format: SubscriptionFormat;
  readonly options: SubscriptionOptions;
  readonly headerNames: readonly string[];
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly failingSince: number | null;
  readonly disabledAt: number | null;
  readonly disabledReason: DisabledReason | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Why nothing is sent any more: five days of failures, a 410, or (by choice) one message that never arrived. */
export type DisabledReason = "failing" | "gone" | "exhausted";

export interface SubscriptionUpdate {
  readonly before: Uint8Array;
  /** `kept`: whether it is active and works stays as it is there, which attempts may say at the same time. */
  readonly health: "written" | "kept";
}

export interface NewMessage {
  readonly id: string;
  readonly subscriptionId: string;
  /** Null: a test. */
  readonly eventId: string | null;
  readonly eventType: string;
  /** Of its body, whatever the subscription's is by now. */
  readonly format: SubscriptionFormat;
  readonly body: string;
  /** When its event came. */
  readonly createdAt: number;
}

export interface MessageRecord extends NewMessage {
  readonly status: "pending" | "delivered" | "failed";
  /** Since it was made or last sent anew. */
  readonly attempts: number;
  readonly nextAt: number;
  /** Until when somebody holds it, and by that which claim it was; null: nobody does. */
  readonly claimedUntil: number | null;
  readonly finishedAt: number | null;
}

/** One without its body, as lists show it. */
export type MessageSummaryRecord = Omit<MessageRecord, "body" | "claimedUntil">;

export interface MessagesQuery {
  readonly subscriptionId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly status?: MessageRecord["status"] | undefined;
  readonly eventType?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

export type LastAttempt = Pick<AttemptRecord, "at" | "status" | "error" | "message">;

export interface AttemptRecord {
  readonly id: string;
  readonly messageId: string;
  readonly subscriptionId: string;
  readonly eventType: string;
  readonly number: number;
  readonly at: number;
  readonly durationMs: number;
  /** Null: no answer came. */
  readonly status: number | null;
  /** Null: it succeeded. */
  readonly error: string | null;
  readonly message: string | null;
  readonly answer: string;
}

/** What is asked for of one subscription. */
export interface MessageClaim {
  readonly subscriptionId: string;
  readonly now: number;
  readonly until: number;
  readonly limit: number;
  /** Only the oldest that is pending, when it is due. */
  readonly ordered: boolean;
}

/** What an attempt makes of its message and of the subscription. */
export interface Settlement {
  readonly attempt: AttemptRecord;
  /** The `claimedUntil` under which the message was sent. */
  readonly claim: number | null;
  readonly became: "delivered" | "failed" | "pending";
  /** Of one that stays pending: when it is sent again. */
  readonly nextAt: number;
  /** What it says of the subscription; `untold`: nothing, and whether it works stays as it was known. */
  readonly health: "working" | "failing" | "untold";
  /** Null: the subscription stays on. `failingBefore`: only if it has failed since then or longer; null: in any case. */
  readonly disable: { readonly reason: DisabledReason; readonly failingBefore: number | null } | null;
}

export interface EventTypeRecord {
  readonly type: string;
  readonly description: string;
  /** JSON text. */
  readonly schema: string | null;
  /** JSON text. */
  readonly example: string | null;
  readonly described: boolean;
  /** Whether an event whose data does not meet the schema is refused. */
  readonly onMismatch: "take" | "refuse";
  readonly firstSeenAt: number;
}

/** Subscriptions, the messages on their way, and what came of them. Statements only: policy stands in `subscriptions/`. */
export interface SubscriptionsStore {
  create(record: SubscriptionRecord): Promise<void>;
  get(id: string): Promise<SubscriptionRecord | undefined>;
  /** The last made first. */
  list(query: { active?: boolean | undefined }): Promise<SubscriptionRecord[]>;
  /**
   * Replaces everything but when it was made, where the subscription is still the one that was read: `before` is the nonce that it
   * had, which every change renews. False: it is another one by now, or there is none.
   */
  update(record: SubscriptionRecord, given: SubscriptionUpdate): Promise<boolean>;
  /** Its messages and their attempts go with it. */
  delete(id: string): Promise<boolean>;

  /** Adds messages that are due at once; one for an event that its subscription has already is left out. */
  addMessages(messages: readonly NewMessage[]): Promise<void>;
  message(id: string): Promise<MessageRecord | undefined>;
  /** The last made first, without their bodies. `before` is the id of the last one seen. */
  messages(query: MessagesQuery): Promise<MessageSummaryRecord[]>;
  /** The newest attempt of each of these messages; those that were not tried yet are left out. */
  lastAttempts(messageIds: readonly string[]): Promise<Map<string, LastAttempt>>;
  /** What became of events for a subscription, by event; those it has no message of are left out. */
  messagesOf(given: {
    subscriptionId: string;
    eventIds: readonly string[];
  }): Promise<Map<string, Pick<MessageRecord, "id" | "status">>>;
  /** How many messages there are of events, by event; those without one are left out. */
  countMessages(eventIds: readonly string[]): Promise<Map<string, number>>;
  /** Active subscriptions with a message that is due and that nobody holds, in the order of their ids. */
  dueSubscriptions(now: number): Promise<string[]>;
  /** Takes messages that are due, of several subscriptions at once: a commit for each would be what takes longest. */
  claim(claims: readonly MessageClaim[]): Promise<MessageRecord[]>;
  /** Lets go of what was claimed and not sent; without ids, of everything (its holder is gone). */
  release(ids?: readonly string[]): Promise<void>;
  /**
   * Writes attempts and what they make of messages and subscriptions, all or nothing. Of a message that is pending no longer, or
   * that somebody else has claimed since, only the attempt is written. Answers who was disabled by it.
   */
  settle(settlements: readonly Settlement[], at: number): Promise<string[]>;
  /** Writes a message whose one attempt is over, with it. False: its subscription is there no more. */
  addEnded(message: NewMessage, settlement: Settlement, at: number): Promise<boolean>;
  /** Messages go out again at once, their attempts counted from the beginning. Answers how many of them there are. */
  resend(given: { ids: readonly string[]; at: number }): Promise<number>;
  /** Attempts of a subscription, the newest first. `before` is the id of the last one seen. */
  attempts(query: {
    subscriptionId: string;
    messageId?: string | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<AttemptRecord[]>;
  /** How many messages wait for each subscription; those without one are left out. */
  pending(): Promise<Map<string, number>>;
  /** Removes messages that ended before. Resolves to how many went. */
  prune(given: { finishedBefore: number; limit: number }): Promise<number>;

  /** Events in the order in which they came, after (`receivedAt`, `id`); those that were stopped are left out. */
  eventsBetween(query: {
    since: number;
    until: number;
    after: readonly [number, string] | null;
    limit: number;
  }): Promise<Page<Pick<StoredEventRow, "id" | "type" | "receivedAt">>>;
  /** Whole events, in the order in which they came. */
  eventsById(ids: readonly string[]): Promise<StoredEventRow[]>;

  eventType(type: string): Promise<EventTypeRecord | undefined>;
  /** By name, after `after`. `q`: a part of the name or of the description, in any case. */
  eventTypes(query: {
    after?: string | undefined;
    q?: string | undefined;
    limit: number;
  }): Promise<EventTypeRecord[]>;
  /** Remembers a type that was seen for the first time, unless `most` that nobody has described are remembered already. */
  learnEventType(record: EventTypeRecord, given: { readonly most: number }): Promise<void>;
  describeEventType(record: EventTypeRecord): Promise<void>;
  /** False: there is none. */
  forgetEventType(type: string): Promise<boolean>;
}

export interface StoredEventRow {
  readonly id: string;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly userId: string | null;
}
