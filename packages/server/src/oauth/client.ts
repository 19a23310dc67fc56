import { oauthParts } from "@sluice/api/schemas";
import { z } from "zod";
import type { Vault } from "../secrets/vault.ts";
import type { CredentialRecord } from "../stores/credentials/store.ts";
import type { OAuthClient } from "./provider.ts";

const { type: _, ...stored } = oauthParts;
/** What of a credential that renews itself may be seen, as it is stored. */
export const oauthShownSchema = z.object(stored);

/** Who is asked for a credential's tokens, with its secret. Throws a `VaultError` when that is damaged. */
export function clientOf(record: CredentialRecord, vault: Pick<Vault, "openCredential">): OAuthClient {
  const shown = oauthShownSchema.parse(JSON.parse(record.shown ?? "null"));
  return {
    ...shown,
    hosts: record.hosts,
    clientSecret: vault.openCredential({ sealed: record, owner: record }),
  };
}

/** What a grant belongs to, without its secrets: who lets it in was asked by these settings, and nobody else may get it. */
export function settingsOf(client: OAuthClient): string {
  const { grant, authorizationUrl, tokenUrl, userUrl, clientId, hosts } = client;
  return JSON.stringify([grant, authorizationUrl, tokenUrl, userUrl, clientId, hosts]);
}
