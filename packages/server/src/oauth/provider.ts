import type { OAuthClientAuth, OAuthGrant } from "@sluice/api/schemas";
import { NodeError } from "@sluice/workflow/node-contract";
import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  None,
  processGenericTokenEndpointResponse,
  refreshTokenGrantRequest,
  validateAuthResponse,
} from "oauth4webapi";
import type { Outgoing } from "../outgoing/send.ts";
import { accountOf, accountOfIdToken } from "./account.ts";
import { providerFailure } from "./provider-failure.ts";
import { conformAnswer } from "./token-answer.ts";

/** Who is asked, and as whom. */
export interface OAuthClient {
  readonly grant: OAuthGrant;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly userUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientAuth: OAuthClientAuth;
  readonly scope: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** Where its tokens may be sent to; empty: anywhere. */
  readonly hosts: readonly string[];
}

/** What a provider has granted. */
export interface Granted {
  readonly accessToken: string;
  /** Undefined: the one that was used stays good, or there is none. */
  readonly refreshToken: string | undefined;
  /** Seconds; undefined: it names no end. */
  readonly expiresIn: number | undefined;
  readonly scope: string | undefined;
  /** Whose account it is, where the answer says so. */
  readonly account: string | undefined;
}

/** Everything that is asked of a provider. All of it rejects with a `ProviderError`. */
export interface Provider {
  /** Reads the parameters a browser came back with, and exchanges the code for tokens. */
  exchange(
    client: OAuthClient,
    came: { parameters: URLSearchParams; state: string; verifier: string; redirectUrl: string },
  ): Promise<Granted>;
  refresh(client: OAuthClient, refreshToken: string): Promise<Granted>;
  /** In Sluice's own name. */
  ask(client: OAuthClient): Promise<Granted>;
}

/** For one request: a provider that takes longer counts as not there. */
const timeoutMs = 20_000;
const maxBytes = 256 * 1024;

/** Speaks OAuth 2.0 (RFC 6749, 7636, 9207) through the guarded way out: no redirects, no private address without leave. */
export function createProvider({ fetch }: Pick<Outgoing, "fetch">): Provider {
  const asking = async (client: OAuthClient, request: (call: Call) => Promise<Response>) => {
    try {
      const call = callOf(client, fetch);
      const answer = await conformAnswer(await request(call));
      const { server, registered } = call;
      const tokens = await processGenericTokenEndpointResponse(server, registered, answer.response);
      return {
        accessToken: tokens.access_token,
        refreshToken: tokens.refresh_token,
        expiresIn: tokens.expires_in,
        scope: tokens.scope,
        account: accountOfIdToken(answer.idToken),
      };
    } catch (error) {
      throw providerFailure(error, [client.clientSecret]);
    }
  };
  return {
    async exchange(client, { parameters, state, verifier, redirectUrl }) {
      const granted = await asking(client, async ({ server, registered, auth, options }) => {
        // Without the issuer's name there is nothing to compare it with: `state` stands for one provider alone.
        parameters.delete("iss");
        const came = validateAuthResponse(server, registered, parameters, state);
        return authorizationCodeGrantRequest(server, registered, auth, came, redirectUrl, verifier, options);
      });
      return { ...granted, account: granted.account ?? (await askWho(client, granted.accessToken, fetch)) };
    },
    refresh: (client, refreshToken) =>
      asking(client, ({ server, registered, auth, options }) =>
        refreshTokenGrantRequest(server, registered, auth, refreshToken, options),
      ).catch((error) => {
        throw providerFailure(error, [refreshToken]);
      }),
    ask: (client) =>
      asking(client, ({ server, registered, auth, options }) => {
        const parameters = new URLSearchParams();
        for (const { name, value } of client.parameters) parameters.append(name, value);
        if (client.scope !== "") parameters.set("scope", client.scope);
        return clientCredentialsGrantRequest(server, registered, auth, parameters, options);
      }),
  };
}

interface Call {
  readonly server: AuthorizationServer;
  readonly registered: Client;
  readonly auth: ClientAuth;
  readonly options: NonNullable<Parameters<typeof refreshTokenGrantRequest>[4]>;
}

function callOf(client: OAuthClient, fetch: Outgoing["fetch"]): Call {
  const { clientId, clientSecret, clientAuth, tokenUrl } = client;
  const auths: Readonly<Record<OAuthClientAuth, () => ClientAuth>> = {
    basic: () => (_server, _client, _body, headers) => {
      headers.set("authorization", basicOf(clientId, clientSecret));
    },
    post: () => ClientSecretPost(clientSecret),
    none: () => None(),
  };
  return {
    server: { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl },
    registered: { client_id: clientId },
    auth: auths[clientAuth](),
    options: {
      // Which addresses may be plain http was judged when the credential was made.
      [allowInsecureRequests]: true,
      [customFetch]: (url, { method, headers, body }) =>
        guarded(fetch, {
          ...{ method, url: String(url), body: String(body) },
          headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
        }),
    },
  };
}

/**
 * Both parts form-encoded, as RFC 6749 has it, 2.3.1. The library encodes `-`, `_` and `.` too, and providers that forget to
 * decode would take a secret with them for another: what need not be encoded is not.
 */
function basicOf(id: string, secret: string): string {
  const encoded = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encoded(id)}:${encoded(secret)}`).toString("base64")}`;
}

async function guarded(
  fetch: Outgoing["fetch"],
  request: Pick<Parameters<Outgoing["fetch"]>[0], "method" | "url" | "headers" | "body" | "credential">,
): Promise<Response> {
  const { status, headers, body } = await fetch({ ...request, timeoutMs, maxBytes, redirects: 0 });
  const unpacked = headers.filter(({ name }) => !/^content-(encoding|length)$/i.test(name));
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : Uint8Array.from(body), {
    status,
    headers: unpacked.map(({ name, value }): [string, string] => [name, value]),
  });
}

/** Whom the provider calls the owner of a token. What goes wrong is no reason to refuse the token. */
async function askWho(
  { userUrl, hosts }: OAuthClient,
  token: string,
  fetch: Outgoing["fetch"],
): Promise<string | undefined> {
  if (userUrl === "") return undefined;
  try {
    const headers = [{ name: "accept", value: "application/json" }];
    const credential = { type: "bearer", token, hosts } as const;
    const answer = await guarded(fetch, { method: "GET", url: userUrl, headers, credential });
    return answer.ok ? accountOf(await answer.json()) : undefined;
  } catch (error) {
    if (error instanceof NodeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
