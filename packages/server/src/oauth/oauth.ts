import type { OAuthStatus } from "@sluice/api/schemas";
import type { OAuth2Token } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import type { Outgoing } from "../outgoing/send.ts";
import type { Vault } from "../secrets/vault.ts";
import type { CredentialRecord, CredentialsStore } from "../stores/credentials/store.ts";
import type { OAuthStore } from "../stores/oauth/store.ts";
import { type Connecting, createConnecting } from "./connecting.ts";
import { createProvider, type Provider } from "./provider.ts";
import { createRenewal, type Renewal } from "./renewal.ts";
import { statusOf } from "./status.ts";

export interface OAuthGiven {
  readonly store: OAuthStore;
  readonly credentials: Pick<CredentialsStore, "get">;
  readonly vault: Pick<Vault, "sealCredential" | "openCredential" | "ready">;
  readonly out: Pick<Outgoing, "fetch">;
  readonly clock: Clock;
  readonly log: { error(details: object, message: string): void };
}

/** Credentials that renew themselves. */
export interface OAuth extends Connecting {
  /** A token that is good now, and knows how it is renewed. Rejects as `Renewal.token` does. */
  reveal(record: CredentialRecord): Promise<OAuth2Token & { readonly hosts: readonly string[] }>;
  status(id: string): Promise<OAuthStatus>;
  /** Of all that have one. */
  statuses(): Promise<ReadonlyMap<string, OAuthStatus>>;
  /** Deletes the tokens here. */
  forget(id: string): Promise<void>;
}

/** What gets tokens, keeps them and hands them out. */
export function createOAuth({ store, credentials, vault, out, clock, log }: OAuthGiven): OAuth {
  const provider: Provider = createProvider(out);
  const renewal: Renewal = createRenewal({ store, vault, provider, clock, log });
  return {
    ...createConnecting({ store, credentials, vault, provider, clock }),
    async reveal(record) {
      const token = await renewal.token(record);
      if (token === undefined) throw new Error("a token that nobody has refused is renewed or explained");
      const renew = (refused: string) => renewal.token(record, refused);
      return { type: "oauth2", hosts: record.hosts, token, renew };
    },
    status: async (id) => statusOf(await store.get(id), clock()),
    async statuses() {
      const now = clock();
      return new Map((await store.list()).map((grant) => [grant.credentialId, statusOf(grant, now)]));
    },
    forget: (id) => store.forget(id),
  };
}
