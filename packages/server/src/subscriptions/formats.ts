import { createHmac } from "node:crypto";
import type { SubscriptionFormat } from "@sluice/api/schemas";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { signingOf, signWithKey } from "./signing-keys.ts";

/** What a message tells of. Times are milliseconds since 1970 in UTC. */
export interface ToldEvent {
  /** Null: a test. */
  readonly id: string | null;
  readonly type: string;
  readonly data: Json;
  readonly occurredAt: number;
  readonly userId: string | null;
}

interface Signed {
  readonly subscriptionId: string;
  readonly messageId: string;
  readonly eventType: string;
  readonly body: string;
  /** Of this attempt. */
  readonly at: number;
  /** The newest first; all of them sign. */
  readonly secrets: readonly string[];
}

type Headers = readonly (readonly [name: string, value: string])[];

interface Format {
  body(event: ToldEvent, of: { readonly subscriptionId: string; readonly messageId: string }): JsonObject;
  headers(signed: Signed): Headers;
}

/** The formats by name. Each also carries `webhook-id`, the same in every attempt. */
const formats: Readonly<Record<SubscriptionFormat, Format>> = {
  // https://github.com/standard-webhooks/standard-webhooks, specification 1.0.0
  standard: {
    body: ({ type, occurredAt, data }) => ({ type, timestamp: iso(occurredAt), data }),
    headers: ({ messageId, body, at, secrets }) => {
      const timestamp = String(Math.floor(at / 1000));
      const text = `${messageId}.${timestamp}.${body}`;
      const sign = (secret: string) =>
        signingOf(secret) === "v1a"
          ? `v1a,${signWithKey(secret, text)}`
          : `v1,${hmac(standardKey(secret), text, "base64")}`;
      return [
        ["webhook-timestamp", timestamp],
        ["webhook-signature", secrets.map(sign).join(" ")],
      ];
    },
  },
  "products-manager": {
    body: ({ id, type, occurredAt, data }, { subscriptionId, messageId }) => ({
      ...{ event: type, timestamp: iso(occurredAt), webhook_id: subscriptionId },
      // What receivers should know a repetition by: `webhook_id` is the same for all events.
      id: id ?? messageId,
      data,
    }),
    headers: ({ body, secrets }) => [["X-Webhook-Signature", `sha256=${hex(secrets, body)}`]],
  },
  alforis: {
    body: ({ type, occurredAt, userId, data }) => ({
      ...{ event: type, timestamp: iso(occurredAt), user_id: userOf(userId), data },
    }),
    headers: ({ subscriptionId, eventType, body, at, secrets }) => [
      ["X-Webhook-Id", subscriptionId],
      ["X-Webhook-Event", eventType],
      ["X-Webhook-Timestamp", iso(at)],
      ["X-Webhook-Signature", hex(secrets, body)],
    ],
  },
  plain: {
    body: ({ type, data }) => ({ event: type, payload: data }),
    headers: () => [],
  },
};

/** The body of a message, as compact JSON: signed and sent byte for byte in every attempt. */
export function bodyOf(
  format: SubscriptionFormat,
  event: ToldEvent,
  of: { readonly subscriptionId: string; readonly messageId: string },
): string {
  return JSON.stringify(formats[format].body(event, of));
}

/** The headers of one attempt, beside those of the builder. */
export function headersOf(format: SubscriptionFormat, signed: Signed): { name: string; value: string }[] {
  const own: Headers = [
    ["content-type", "application/json"],
    ["webhook-id", signed.messageId],
    ...formats[format].headers(signed),
  ];
  return own.map(([name, value]) => ({ name, value }));
}

/**
 * How long the old secret signs after a rotation that does not say. With room for one signature it is no longer: whoever asks
 * for a new secret gives it to the receiver next, which would refuse all that the old one signs, for good.
 */
export function usualOverlapSeconds(format: SubscriptionFormat): number {
  return format === "standard" ? 86_400 : 0;
}

/** `whsec_` and base64, as the specification has it; any other text is taken as it stands. */
function standardKey(secret: string): Buffer {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  return encoded === undefined ? Buffer.from(secret, "utf8") : Buffer.from(encoded, "base64");
}

/**
 * These formats have room for one signature: while a rotation keeps the older secret, it is that one's, which every receiver
 * has, until its time is over.
 */
function hex(secrets: readonly string[], body: string): string {
  return hmac(secrets.at(-1) ?? "", body, "hex");
}

function hmac(key: string | Buffer, text: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", key).update(text, "utf8").digest(encoding);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** A number where it was one: that product's users are numbered. */
function userOf(userId: string | null): string | number | null {
  return userId !== null && /^(?:0|[1-9][0-9]{0,14})$/.test(userId) ? Number(userId) : userId;
}
