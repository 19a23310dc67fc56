import { z } from "zod";
import { oauthTokens } from "../secrets/bindings.ts";
import type { Vault } from "../secrets/vault.ts";
import type { GrantRecord, NewTokens } from "../stores/oauth/store.ts";
import type { Granted, OAuthClient } from "./provider.ts";

/** The tokens of a grant, in plain. */
export interface TokenSet {
  readonly accessToken: string;
  /** Null: there is none. */
  readonly refreshToken: string | null;
}

const tokenSetSchema = z.object({ accessToken: z.string(), refreshToken: z.string().nullable() });

/** Lifetimes beyond this are a provider's way of saying that there is no end, in seconds. */
const longest = 10 * 365 * 24 * 60 * 60;

/** What was granted, as it is stored. A refresh token that does not come anew stays good (RFC 6749, 6). */
export function sealTokens(
  vault: Pick<Vault, "sealCredential">,
  given: {
    readonly credentialId: string;
    readonly client: OAuthClient;
    readonly granted: Granted;
    readonly before: TokenSet | undefined;
    readonly at: number;
  },
): NewTokens {
  const { credentialId, client, granted, before, at } = given;
  const tokens: TokenSet = {
    accessToken: granted.accessToken,
    refreshToken: granted.refreshToken ?? before?.refreshToken ?? null,
  };
  const { expiresIn } = granted;
  return {
    ...{ credentialId, at, scope: granted.scope ?? null },
    expiresAt: expiresIn === undefined || expiresIn > longest ? null : at + Math.round(expiresIn * 1000),
    renewable: client.grant === "client-credentials" || tokens.refreshToken !== null,
    sealed: vault.sealCredential({ value: JSON.stringify(tokens), owner: ownerOf(credentialId) }),
  };
}

/** Undefined: there are none. Throws a `VaultError` when they were sealed with another key. */
export function openTokens(vault: Pick<Vault, "openCredential">, grant: GrantRecord | undefined) {
  if (grant?.sealed === undefined) return undefined;
  const text = vault.openCredential({ sealed: grant.sealed, owner: ownerOf(grant.credentialId) });
  return tokenSetSchema.parse(JSON.parse(text));
}

function ownerOf(id: string) {
  return { id, type: oauthTokens };
}
