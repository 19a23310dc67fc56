import { webhookTriggerSchema } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";

/** Who may call a webhook and how often, as a draft says it; what is broken counts as left out. */
export interface DraftProtection {
  /** Undefined: all addresses may call. */
  readonly addresses: readonly string[] | undefined;
  readonly origins: readonly string[];
  readonly perMinute: number | undefined;
  readonly perMinuteOfAddress: number | undefined;
  readonly bodyBytes: number | undefined;
}

export function readProtection(config: JsonObject): DraftProtection {
  const { ipAllow, cors, limits } = webhookTriggerSchema.shape;
  const { perMinute, perMinuteOfAddress, bodyBytes } = limits.catch(undefined).parse(config.limits) ?? {};
  return {
    addresses: ipAllow.catch(undefined).parse(config.ipAllow),
    origins: cors.catch(undefined).parse(config.cors)?.origins ?? [],
    ...{ perMinute, perMinuteOfAddress, bodyBytes },
  };
}

/** What is known of the requests of one address, from the newest deliveries. */
export interface RecentSender {
  readonly address: string;
  readonly count: number;
  /** Reason of its newest refusal; null: its newest request was not refused. */
  readonly refused: string | null;
}

/** The addresses of deliveries, newest first in and out, without those in `known`. */
export function recentSenders(
  deliveries: readonly { readonly address: string; readonly reason: string | null }[],
  known: readonly string[],
): RecentSender[] {
  const senders = new Map<string, RecentSender>();
  for (const { address, reason } of deliveries) {
    if (known.includes(address)) continue;
    const before = senders.get(address);
    senders.set(
      address,
      before ? { ...before, count: before.count + 1 } : { address, count: 1, refused: reason },
    );
  }
  return [...senders.values()];
}
