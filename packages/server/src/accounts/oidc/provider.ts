import type { Configuration } from "openid-client";
import { PublicError } from "../../errors.ts";

export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** Left out: a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  readonly scopes: string;
}

/** What has to be the same when somebody comes back from the provider. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface OidcProvider {
  /** Where to send somebody's browser. Throws `oidc-failed` when the provider cannot be reached. */
  begin(redirectUri: string): Promise<{ url: URL; checks: OidcChecks }>;
  /**
   * The verified address of who came back to `url`. Throws `oidc-denied` (the provider says no), `oidc-failed` (what came
   * is not good, or the provider does not answer) and `oidc-email-unverified`.
   */
  finish(given: { url: URL; checks: OidcChecks }): Promise<{ email: string }>;
}

const timeoutSeconds = 15;

/**
 * An OpenID Connect provider, by authorization code with PKCE, state and nonce. It is asked for its addresses when
 * somebody first signs in: a provider that is away must not keep this server from starting. The operator chose it, so it
 * may stand in the operator's own network.
 */
export function createOidcProvider(settings: OidcSettings): OidcProvider {
  let known: Promise<Configuration> | undefined;
  const configuration = () => {
    known ??= discover(settings);
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
  return {
    begin: (redirectUri) =>
      asProblem(async () => {
        const client = await import("openid-client");
        const config = await configuration();
        const checks = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          codeVerifier: client.randomPKCECodeVerifier(),
        };
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: settings.scopes,
          state: checks.state,
          nonce: checks.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(checks.codeVerifier),
          code_challenge_method: "S256",
        });
        return { url, checks };
      }),
    finish: ({ url, checks }) =>
      asProblem(async () => {
        const client = await import("openid-client");
        const config = await configuration();
        const tokens = await client.authorizationCodeGrant(config, url, {
          pkceCodeVerifier: checks.codeVerifier,
          expectedState: checks.state,
          expectedNonce: checks.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new PublicError("oidc-failed");
        // A provider may keep the address for the userinfo endpoint (OpenID Connect Core, section 5.4).
        const told =
          claims.email === undefined
            ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
            : claims;
        if (typeof told.email !== "string" || told.email_verified !== true)
          throw new PublicError("oidc-email-unverified");
        return { email: told.email };
      }),
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const client = await import("openid-client");
  const insecure = issuer.protocol === "http:" ? [client.allowInsecureRequests] : [];
  const found = await client.discovery(issuer, clientId, undefined, undefined, {
    execute: insecure,
    timeout: timeoutSeconds,
  });
  const metadata = found.serverMetadata();
  // Left out of the metadata it is client_secret_basic (OpenID Connect Discovery, section 3).
  const posts = metadata.token_endpoint_auth_methods_supported?.includes("client_secret_post") === true;
  const proof =
    clientSecret === undefined
      ? client.None()
      : posts
        ? client.ClientSecretPost(clientSecret)
        : client.ClientSecretBasic(clientSecret);
  const config = new client.Configuration(metadata, clientId, clientSecret, proof);
  config.timeout = timeoutSeconds;
  for (const allow of insecure) allow(config);
  return config;
}

async function asProblem<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PublicError) throw error;
    const { AuthorizationResponseError } = await import("openid-client");
    throw new PublicError(error instanceof AuthorizationResponseError ? "oidc-denied" : "oidc-failed", {
      cause: error,
    });
  }
}
