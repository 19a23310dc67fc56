import type { IncomingMessage } from "node:http";
import { parseCookie, stringifySetCookie } from "cookie";
import { type Request, type RequestHandler, type Response, Router } from "express";
import type { Admit } from "../accounts/oidc/admit.ts";
import { type PendingSeal, pendingSeconds } from "../accounts/oidc/pending.ts";
import type { OidcProvider } from "../accounts/oidc/provider.ts";
import type { Sessions } from "../accounts/sessions.ts";
import { PublicError } from "../errors.ts";
import { answerOf } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";
import { sessionCookie } from "./session-cookie.ts";
import { type SignOnAuditGiven, signOnActs } from "./single-sign-on-acts.ts";

export interface OidcGiven extends SignOnAuditGiven {
  readonly provider: OidcProvider;
  readonly admit: Admit;
  readonly seal: PendingSeal;
  readonly sessions: Pick<Sessions, "begin">;
  /** Where the editor is, without a slash at its end. */
  readonly base: () => string;
  readonly publicUrl: string | undefined;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly log: SignOnAuditGiven["log"] & { warn(details: object, message: string): void };
}

const cookieName = "sluice_oidc";
const cookiePath = "/oidc";

/**
 * `GET /oidc/sign-in?return=/path` sends the browser to the provider, `GET /oidc/callback` takes it back. Both are
 * navigations of a browser, so a problem leads to the sign-in page, which explains it by its code.
 */
export function createOidc(given: OidcGiven): RequestHandler {
  const { provider, admit, seal, sessions, base, publicUrl, addressOf, log } = given;
  const router = Router();
  const redirectUri = () => `${base()}${cookiePath}/callback`;
  const isSecure = (request: Request) => request.secure || publicUrl?.startsWith("https:") === true;

  router.get("/sign-in", (request, response) =>
    explained(response, async () => {
      const { url, checks } = await provider.begin(redirectUri());
      const back = typeof request.query.return === "string" ? request.query.return.slice(0, 1000) : undefined;
      keep(response, await seal.seal({ ...checks, back }), isSecure(request));
      response.redirect(303, url.href);
    }),
  );

  router.get("/callback", (request, response) => {
    const address = addressOf(request);
    const acts = signOnActs(given, { address, requestId: requestIdOf(request) });
    let verified: string | undefined;
    const work = async () => {
      const sealed = parseCookie(request.headers.cookie ?? "")[cookieName];
      const pending = sealed ? await seal.open(sealed) : undefined;
      keep(response, "", isSecure(request));
      if (!pending) throw new PublicError("oidc-expired");
      const url = new URL(redirectUri());
      url.search = new URL(request.originalUrl, "http://localhost").search;
      const { email } = await provider.finish({ url, checks: pending });
      verified = email;
      const user = await admit(email, acts.acted);
      const agent = request.headers["user-agent"] ?? "";
      const { token, expiresAt } = await acts.acted({
        ...{ act: "session.create", user },
        work: () => sessions.begin(user, { agent, address }, "provider"),
      });
      response.appendHeader("set-cookie", sessionCookie({ token, expiresAt, secure: isSecure(request) }));
      // The editor judges where it may lead: it does the same after a password.
      const back = pending.back === undefined ? "" : `?${new URLSearchParams({ return: pending.back })}`;
      response.redirect(303, `/sign-in${back}`);
    };
    return explained(response, work, (error) => acts.refused(error, verified));
  });
  return router;

  async function explained(
    response: Response,
    work: () => Promise<void>,
    failed?: (error: unknown) => Promise<void>,
  ): Promise<void> {
    response.setHeader("cache-control", "no-store");
    try {
      await work();
    } catch (error) {
      const { code } = answerOf(error).problem;
      const cause = error instanceof PublicError ? error.cause : error;
      log.warn({ code, ...(cause === undefined ? {} : { err: cause }) }, "a single sign-on failed");
      // Before the answer leaves: who got it finds the row.
      await failed?.(error);
      response.redirect(303, `/sign-in?${new URLSearchParams({ problem: code })}`);
    }
  }

  function keep(response: Response, value: string, secure: boolean): void {
    response.appendHeader(
      "set-cookie",
      stringifySetCookie({
        ...{ name: cookieName, value, path: cookiePath, httpOnly: true, sameSite: "lax", secure },
        maxAge: value === "" ? 0 : pendingSeconds,
      }),
    );
  }
}
