import { z } from "zod";
import type { Vault } from "../secrets/vault.ts";
import type { SubscriptionRecord } from "../stores/subscriptions/store.ts";

/** What of a subscription is kept sealed. */
export interface SealedParts {
  /** The newest first. `until` (milliseconds since 1970): when an older one stops signing. */
  readonly secrets: readonly { readonly secret: string; readonly until: number | null }[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

const partsSchema = z.object({
  secrets: z.array(z.object({ secret: z.string(), until: z.number().nullable() })),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
});

type Sealing = Pick<Vault, "sealCredential" | "openCredential">;

export function sealParts(vault: Sealing, { id, parts }: { id: string; parts: SealedParts }) {
  const { keyId, nonce, ciphertext } = vault.sealCredential({
    value: JSON.stringify(parts),
    owner: { id, type: "subscription" },
  });
  return { keyId, nonce, ciphertext, headerNames: parts.headers.map(({ name }) => name) };
}

/** Throws a `VaultError` when they were sealed with another key. */
export function openParts(vault: Sealing, record: SubscriptionRecord): SealedParts {
  const text = vault.openCredential({ sealed: record, owner: { id: record.id, type: "subscription" } });
  return partsSchema.parse(JSON.parse(text));
}

/** The secret that was given last. */
export function newest({ secrets }: SealedParts): string {
  return secrets[0]?.secret ?? "";
}

/** The secrets that sign at a moment, the newest first. */
export function liveSecrets({ secrets }: SealedParts, now: number): string[] {
  return secrets.filter(({ until }) => until === null || until > now).map(({ secret }) => secret);
}
