import type { RequestHandler } from "express";
import { createAdmit } from "../accounts/oidc/admit.ts";
import { createPendingSeal } from "../accounts/oidc/pending.ts";
import { createOidcProvider } from "../accounts/oidc/provider.ts";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { AccountsStore } from "../stores/accounts/store.ts";
import { createOidc, type OidcGiven } from "./oidc.ts";

/** Single sign-on as the operator has set it; undefined: not at all. */
export function createSingleSignOn(
  given: Omit<OidcGiven, "provider" | "admit" | "seal" | "publicUrl" | "accountOf"> & {
    readonly config: Config;
    readonly store: AccountsStore;
    readonly clock: Clock;
    readonly masterKey: string;
  },
): RequestHandler | undefined {
  const { config, store, clock, masterKey, ...rest } = given;
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret } = config;
  if (issuer === undefined || clientId === undefined) return undefined;
  return createOidc({
    ...rest,
    publicUrl: config.publicUrl,
    accountOf: async (email) => (await store.users.byEmail(email))?.id,
    provider: createOidcProvider({ issuer, clientId, clientSecret, scopes: config.oidcScopes }),
    admit: createAdmit({ store, clock, role: config.oidcRole }),
    seal: createPendingSeal(masterKey),
  });
}
