import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from "oauth4webapi";
import { tokenHash } from "../accounts/random-token.ts";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import type { Vault } from "../secrets/vault.ts";
import type { CredentialsStore } from "../stores/credentials/store.ts";
import type { OAuthStore } from "../stores/oauth/store.ts";
import { clientOf, settingsOf } from "./client.ts";
import type { OAuthClient, Provider } from "./provider.ts";
import { ProviderError } from "./provider-failure.ts";
import { sealTokens } from "./token-set.ts";

/** How it ended for whoever came back. `stale`: it was begun by nobody, by another session, too long ago, for other settings, or whoever did may not any more. */
export type ConnectOutcome =
  | { readonly outcome: "connected" | "refused"; readonly credentialId: string }
  | { readonly outcome: "stale" };

export interface Connecting {
  /** Where to send the browser. Throws `credential-not-found` and `credential-not-connectable`. */
  begin(given: { id: string; sessionToken: string; redirectUrl: string }): Promise<string>;
  /**
   * What a browser came back with; the provider's words on a refusal stand in the credential's status. `sessionToken`:
   * of a session that lives and may connect credentials at this moment. `admitted` is called once it is known that the
   * session began this, before anything is exchanged or stored; where it rejects, nothing is.
   */
  finish(given: {
    parameters: URLSearchParams;
    sessionToken: string;
    admitted: (credentialId: string) => Promise<void>;
  }): Promise<ConnectOutcome>;
}

/** For somebody who has to sign in over there first, and find a second factor. */
const lifetimeMs = 10 * 60_000;

/**
 * Lets people connect a credential at its provider: authorization code with PKCE (RFC 7636). What comes back is taken
 * once, from the session that began it, for ten minutes.
 */
export function createConnecting(given: {
  readonly store: OAuthStore;
  readonly credentials: Pick<CredentialsStore, "get">;
  readonly vault: Pick<Vault, "sealCredential" | "openCredential" | "ready">;
  readonly provider: Provider;
  readonly clock: Clock;
}): Connecting {
  const { store, credentials, vault, provider, clock } = given;
  /** Whether a credential is what it was a request ago: a change meanwhile has ended what was granted before it. */
  const stands = async (id: string, was: OAuthClient): Promise<boolean> => {
    const record = await credentials.get(id);
    if (record?.type !== "oauth2") return false;
    const now = clientOf(record, vault);
    return settingsOf(now) === settingsOf(was) && now.clientSecret === was.clientSecret;
  };
  return {
    async begin({ id, sessionToken, redirectUrl }) {
      const record = await credentials.get(id);
      if (!record) throw new PublicError("credential-not-found");
      if (record.type !== "oauth2") throw new PublicError("credential-not-connectable");
      const client = clientOf(record, vault);
      if (client.grant !== "authorization-code") throw new PublicError("credential-not-connectable");
      const [state, verifier] = [generateRandomState(), generateRandomCodeVerifier()];
      const stateHash = tokenHash(state);
      const begun = `${verifier}\n${settingsOf(client)}`;
      const sealed = vault.sealCredential({ value: begun, owner: verifierOwner(stateHash) });
      const now = clock();
      const { keyId, nonce, ciphertext } = sealed;
      await store.addRequest(
        {
          ...{ stateHash, credentialId: id, sessionHash: tokenHash(sessionToken), redirectUrl },
          ...{ expiresAt: now + lifetimeMs, keyId, nonce, ciphertext },
        },
        now,
      );
      const url = new URL(client.authorizationUrl);
      const challenge = await calculatePKCECodeChallenge(verifier);
      const own = {
        ...{ response_type: "code", client_id: client.clientId, redirect_uri: redirectUrl, state },
        ...{ code_challenge: challenge, code_challenge_method: "S256" },
        ...(client.scope === "" ? {} : { scope: client.scope }),
      };
      for (const { name, value } of client.parameters) url.searchParams.set(name, value);
      for (const [name, value] of Object.entries(own)) url.searchParams.set(name, value);
      return url.href;
    },

    async finish({ parameters, sessionToken, admitted }) {
      const state = parameters.get("state") ?? "";
      if (state === "") return { outcome: "stale" };
      const hashes = { stateHash: tokenHash(state), sessionHash: tokenHash(sessionToken) };
      const request = await store.takeRequest(hashes);
      if (!request || request.expiresAt <= clock()) return { outcome: "stale" };
      const { credentialId, redirectUrl, stateHash } = request;
      const record = await credentials.get(credentialId);
      if (record?.type !== "oauth2") return { outcome: "stale" };
      await admitted(credentialId);
      await vault.ready();
      const client = clientOf(record, vault);
      const begun = vault.openCredential({ sealed: request, owner: verifierOwner(stateHash) });
      const [verifier = "", settings] = begun.split("\n");
      // The code was given for one provider: another one is not sent it.
      if (settings !== settingsOf(client)) return { outcome: "stale" };
      try {
        const granted = await provider.exchange(client, { parameters, state, verifier, redirectUrl });
        if (!(await stands(credentialId, client))) return { outcome: "stale" };
        const made = sealTokens(vault, { credentialId, client, granted, before: undefined, at: clock() });
        const kept = await store.connected({ ...made, connectedAs: granted.account ?? null });
        return kept ? { outcome: "connected", credentialId } : { outcome: "stale" };
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        const failure = { error: error.error, message: error.message, at: clock() };
        // What was connected before stays.
        await store.failed({ credentialId, version: undefined, failure, broken: false });
        return { outcome: "refused", credentialId };
      }
    },
  };
}

function verifierOwner(id: string) {
  return { id, type: "oauth2-verifier" };
}
