import type { RequestHandler } from "express";
import type { OAuth } from "../oauth/oauth.ts";
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
 * Nothing of what the provider has sent goes along: the code would stand in the browser's history.
 */
export function createOAuthCallback(given: {
  readonly oauth: Pick<OAuth, "finish">;
  readonly publicUrl: string | undefined;
}): RequestHandler {
  const { oauth, publicUrl } = given;
  return async (request, response) => {
    const secure = request.secure || publicUrl?.startsWith("https:") === true;
    const sessionToken = readSessionCookie(request.headers.cookie, secure);
    const { searchParams: parameters } = new URL(request.originalUrl, "http://localhost");
    const ended = await oauth.finish({ parameters, sessionToken });
    const told = new URLSearchParams({ connect: ended.outcome });
    if (ended.outcome !== "stale") told.set("credential", ended.credentialId);
    response.setHeader("cache-control", "no-store");
    response.setHeader("referrer-policy", "no-referrer");
    response.redirect(303, `/credentials?${told}`);
  };
}
