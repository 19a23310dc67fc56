import type { Role } from "@sluice/api/roles";
import type { Request, RequestHandler } from "express";
import type { Sessions } from "../accounts/sessions.ts";
import type { Actor, Audit, BegunAct } from "../audit/audit.ts";
import { type ObjectNames, objectOf } from "../audit/objects.ts";
import type { ConnectOutcome } from "../oauth/connecting.ts";
import type { OAuth } from "../oauth/oauth.ts";
import { accessOf, roleMay } from "./access.ts";
import { answerOf } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";
import { readSessionCookie } from "./session-cookie.ts";
import type { StrangersMay } from "./strangers.ts";

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

export interface OAuthCallbackGiven {
  readonly oauth: Pick<OAuth, "finish">;
  readonly sessions: Pick<Sessions, "find">;
  readonly audit: Pick<Audit, "begin" | "record">;
  readonly names: ObjectNames;
  readonly strangersMay: StrangersMay;
  readonly addressOf: (request: Request) => string;
  readonly publicUrl: string | undefined;
}

/** How what was begun has ended, as the audit log says it; the provider's own words stand in the credential's status. */
const codes = { connected: "ok", refused: "credential-refused", stale: "credential-not-found" } as const;

/**
 * Takes people who come back from a provider, and sends them on to the page of credentials, which says how it ended.
 * Nothing of what the provider has sent goes along: the code would stand in the browser's history. Whoever could not begin
 * now cannot end it either: the session lives, and the person's role is the one of this moment. Without a session nothing
 * is looked up or written; with one, what it had begun has its row in the audit log before it is ended.
 */
export function createOAuthCallback(given: OAuthCallbackGiven): RequestHandler {
  const { sessions, addressOf, publicUrl } = given;
  return async (request, response) => {
    const secure = request.secure || publicUrl?.startsWith("https:") === true;
    const sessionToken = readSessionCookie(request.headers.cookie, secure);
    const address = addressOf(request);
    const found = sessionToken === undefined ? undefined : await sessions.find(sessionToken, { address });
    const ended: ConnectOutcome =
      sessionToken === undefined || found === undefined
        ? { outcome: "stale" }
        : await recorded(given, {
            ...{ user: found.session.user, sessionToken, address, requestId: requestIdOf(request) },
            parameters: new URL(request.originalUrl, "http://localhost").searchParams,
          });
    const told = new URLSearchParams({ connect: ended.outcome });
    if (ended.outcome !== "stale") told.set("credential", ended.credentialId);
    response.setHeader("cache-control", "no-store");
    response.setHeader("referrer-policy", "no-referrer");
    response.redirect(303, `/credentials?${told}`);
  };
}

async function recorded(
  { oauth, audit, names, strangersMay }: OAuthCallbackGiven,
  { user, sessionToken, address, requestId, parameters }: Returning,
): Promise<ConnectOutcome> {
  const act = "credentials.connect";
  const actor: Actor = { actorKind: "person", actorId: user.id, actorName: user.email, address };
  // Any site can lead a browser here, with its session: what changes nothing is bounded as the failures of strangers are.
  const refused = async (outcome: string): Promise<ConnectOutcome> => {
    if (strangersMay()) await audit.record({ actor, act, object: null, requestId, outcome, detail: {} });
    return { outcome: "stale" };
  };
  const access = accessOf(act);
  if (access === undefined || !roleMay(user.role, access)) return refused("not-permitted");
  let begun: BegunAct | undefined;
  let object: Awaited<ReturnType<typeof objectOf>> = null;
  const admitted = async (credentialId: string) => {
    object = await objectOf(credentialId, names);
    begun = await audit.begin({ actor, act, object, requestId });
  };
  const end = (outcome: string) => begun?.end({ outcome, object, detail: {} });
  try {
    const ended = await oauth.finish({ parameters, sessionToken, admitted });
    if (begun === undefined) return await refused("callback-used");
    end(codes[ended.outcome]);
    return ended;
  } catch (error) {
    end(answerOf(error).problem.code);
    throw error;
  }
}

interface Returning {
  readonly user: { readonly id: string; readonly email: string; readonly role: Role };
  readonly sessionToken: string;
  readonly address: string;
  readonly requestId: string;
  readonly parameters: URLSearchParams;
}
