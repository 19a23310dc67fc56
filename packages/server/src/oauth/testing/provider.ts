import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request to the token endpoint. */
export interface Asked {
  readonly authorization: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

export type Refusal = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
};

export interface TestProvider {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Requests to the token endpoint. */
  readonly asked: Asked[];
  /** Most of them at one time. */
  readonly mostAtOnce: number;
  /** Headers `authorization` of calls to `/api`, with what they were answered. */
  readonly calls: { readonly authorization: string | undefined; readonly status: number }[];
  /** Tokens of accounts that are good. */
  readonly good: Set<string>;
  /** How long tokens live, in seconds; undefined: it does not say. */
  expiresIn: number | undefined;
  /** Left out of an answer. */
  withoutRefresh: boolean;
  slowMs: number;
  /** What the token endpoint waits for before it answers. */
  held: Promise<void> | undefined;
  /** What the next request to the token endpoint is answered instead. */
  refuseNext: Refusal | undefined;
  close(): Promise<void>;
}

/**
 * A small provider on 127.0.0.1 by RFC 6749, 7636 and 9700: a page that asks, codes that are good once, tokens that
 * rotate, and a refresh token that comes twice ends everything that followed from it. `/api` takes a good token.
 */
export async function startProvider(): Promise<TestProvider> {
  const codes = new Map<string, { challenge: string; redirectUri: string }>();
  const refreshTokens = new Map<string, { family: string; used: boolean }>();
  const accessTokens = new Map<string, string>();
  let underway = 0;
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = {
    ...{ url, clientId: "sluice:test", clientSecret: "client-canary/+ é" },
    ...{ asked: [] as Asked[], mostAtOnce: 0, calls: [] as TestProvider["calls"], good: new Set<string>() },
    ...{ expiresIn: 3600 as number | undefined, withoutRefresh: false, slowMs: 0 },
    ...{ refuseNext: undefined as Refusal | undefined, held: undefined as Promise<void> | undefined },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    if (pathname === "/authorize") return askPerson(searchParams, response);
    if (pathname === "/token") return tokenEndpoint(request, response);
    const { authorization } = request.headers;
    const isGood = provider.good.has(authorization?.replace("Bearer ", "") ?? "");
    if (pathname === "/user" && isGood) return json(response, 200, { login: "ada@provider.example" });
    provider.calls.push({ authorization, status: isGood ? 200 : 401 });
    return json(response, isGood ? 200 : 401, { ok: isGood, told: authorization ?? null });
  }

  /** The page of the provider: one link lets it in, the other does not. */
  function askPerson(asked: URLSearchParams, response: ServerResponse) {
    const redirectUri = asked.get("redirect_uri") ?? "";
    const fits =
      asked.get("client_id") === provider.clientId &&
      asked.get("response_type") === "code" &&
      asked.get("code_challenge_method") === "S256" &&
      new URL(redirectUri).pathname === "/api/v1/oauth/callback";
    if (!fits) return json(response, 400, { error: "invalid_request" });
    const code = randomBytes(12).toString("hex");
    codes.set(code, { challenge: asked.get("code_challenge") ?? "", redirectUri });
    const back = (more: Record<string, string>) => {
      const to = new URL(redirectUri);
      for (const [name, value] of Object.entries({ ...more, state: asked.get("state") ?? "", iss: url }))
        to.searchParams.set(name, value);
      return to.href.replaceAll("&", "&amp;");
    };
    const denied = { error: "access_denied", error_description: "Ada said no" };
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<a href="${back({ code })}">Allow</a> <a href="${back(denied)}">Deny</a>`);
  }

  async function tokenEndpoint(request: IncomingMessage, response: ServerResponse) {
    underway += 1;
    provider.mostAtOnce = Math.max(provider.mostAtOnce, underway);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
      provider.asked.push({ authorization: request.headers.authorization, form });
      if (provider.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, provider.slowMs));
      await provider.held;
      const refusal = provider.refuseNext;
      provider.refuseNext = undefined;
      if (refusal) return json(response, refusal.status, refusal.body, refusal.headers);
      if (!isClient(request.headers.authorization, form)) {
        const challenge = { "www-authenticate": 'Basic realm="provider"' };
        const body = {
          error: "invalid_client",
          error_description: `unknown client, or ${form.client_secret ?? "its secret"} is wrong`,
        };
        return json(response, 401, body, challenge);
      }
      return grant(form, response);
    } finally {
      underway -= 1;
    }
  }

  function isClient(authorization: string | undefined, form: Asked["form"]): boolean {
    const { clientId, clientSecret } = provider;
    if (authorization === undefined)
      return form.client_id === clientId && form.client_secret === clientSecret;
    const [id, secret] = Buffer.from(authorization.replace("Basic ", ""), "base64")
      .toString("utf8")
      .split(":");
    const plain = (text = "") => decodeURIComponent(text.replaceAll("+", " "));
    return plain(id) === clientId && plain(secret) === clientSecret;
  }

  function grant(form: Asked["form"], response: ServerResponse) {
    if (form.grant_type === "client_credentials") return issue(response, undefined);
    if (form.grant_type === "authorization_code") {
      const code = codes.get(form.code ?? "");
      codes.delete(form.code ?? "");
      const challenge = createHash("sha256")
        .update(form.code_verifier ?? "")
        .digest("base64url");
      const fits = code?.challenge === challenge && code.redirectUri === form.redirect_uri;
      return fits ? issue(response, randomBytes(6).toString("hex")) : over(response, "the code is not good");
    }
    const refresh = refreshTokens.get(form.refresh_token ?? "");
    if (!refresh) return over(response, "unknown refresh token");
    if (refresh.used) {
      for (const [token, family] of accessTokens) if (family === refresh.family) provider.good.delete(token);
      for (const one of refreshTokens.values()) if (one.family === refresh.family) one.used = true;
      return over(response, "this refresh token was used before");
    }
    refresh.used = true;
    return issue(response, refresh.family);
  }

  function over(response: ServerResponse, error_description: string) {
    json(response, 400, { error: "invalid_grant", error_description });
  }

  function issue(response: ServerResponse, family: string | undefined) {
    const access_token = `access-${randomBytes(9).toString("hex")}`;
    provider.good.add(access_token);
    accessTokens.set(access_token, family ?? "");
    const refresh_token = `refresh-${randomBytes(9).toString("hex")}`;
    if (family !== undefined && !provider.withoutRefresh)
      refreshTokens.set(refresh_token, { family, used: false });
    json(response, 200, {
      ...{ access_token, token_type: "Bearer", scope: "read" },
      ...(provider.expiresIn === undefined ? {} : { expires_in: provider.expiresIn }),
      ...(family !== undefined && !provider.withoutRefresh ? { refresh_token } : {}),
    });
  }

  return provider;
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
