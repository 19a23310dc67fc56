import type { Request, RequestHandler } from "express";
import type { Sessions } from "../accounts/sessions.ts";
import type { OAuth } from "../oauth/oauth.ts";
import { accessOf, roleMay } from "./access.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** Registered with providers: it never changes. */
export const oauthCallbackPath = "/api/v1/oauth/callback";

/** The whole address, by the public one, else by the name that the browser has used: that is whose cookies it sends. */
export function oauthCallbackUrl(given: {
  readonly publicUrl: string | undefined;
  readonly secure: boolean;
  readonly host: string | undefined;
}): string {
  const { publicUrl, secure, host = "localhost" } = given;
  return `${publicUrl ?? `${secure ? "https" : "http"}://${host}`}${oauthCallbackPath}`;
}

/**
 * Takes people who come back from a provider, and sends them on to the page of credentials, which says how it ended.
 * Nothing of what the provider has sent goes along: the code would stand in the browser's history. Whoever could not begin
 * now cannot end it either: the session lives, and the person's role is the one of this moment.
 */
export function createOAuthCallback(given: {
  readonly oauth: Pick<OAuth, "finish">;
  readonly sessions: Pick<Sessions, "find">;
  readonly addressOf: (request: Request) => string;
  readonly publicUrl: string | undefined;
}): RequestHandler {
  const { oauth, sessions, addressOf, publicUrl } = given;
  const access = accessOf("credentials.connect");
  const mayConnect = async (token: string, address: string) => {
    const found = await sessions.find(token, { address });
    return found !== undefined && access !== undefined && roleMay(found.session.user.role, access);
  };
  return async (request, response) => {
    const secure = request.secure || publicUrl?.startsWith("https:") === true;
    const cookie = readSessionCookie(request.headers.cookie, secure);
    const sessionToken =
      cookie !== undefined && (await mayConnect(cookie, addressOf(request))) ? cookie : undefined;
    const { searchParams: parameters } = new URL(request.originalUrl, "http://localhost");
    const ended = await oauth.finish({ parameters, sessionToken });
    const told = new URLSearchParams({ connect: ended.outcome });
    if (ended.outcome !== "stale") told.set("credential", ended.credentialId);
    response.setHeader("cache-control", "no-store");
    response.setHeader("referrer-policy", "no-referrer");
    response.redirect(303, `/credentials?${told}`);
  };
}
