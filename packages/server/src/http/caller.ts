import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Session } from "@sluice/api/schemas";
import type { Sessions } from "../accounts/sessions.ts";
import type { TokenScope, Tokens } from "../accounts/tokens.ts";
import { PublicError } from "../errors.ts";
import { type Access, covers } from "./access.ts";
import { isSameOrigin } from "./same-origin.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** Who calls. */
export type Caller =
  | { readonly kind: "nobody" }
  | { readonly kind: "token"; readonly id: string; readonly scopes: readonly TokenScope[] }
  | { readonly kind: "person"; readonly session: Session; readonly sessionToken: string };

export interface Identify {
  readonly sessions: Sessions;
  readonly tokens: Tokens;
}

const bearerChallenge = { "www-authenticate": 'Bearer realm="Sluice"' };
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** The API token in an `Authorization: Bearer` header. Throws `not-signed-in` where there is none, or it is not good. */
export async function bearerToken(
  authorization: string | undefined,
  tokens: Pick<Tokens, "authenticate">,
): Promise<{ readonly id: string; readonly scopes: readonly TokenScope[] }> {
  const text = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? "")?.[1];
  const token = text === undefined ? undefined : await tokens.authenticate(text);
  if (!token) throw new PublicError("not-signed-in", { headers: bearerChallenge });
  return token;
}

/**
 * Who sent the request: by its API token, else by its session cookie, else nobody. A token that is not good throws
 * `not-signed-in`; it never falls back on a cookie.
 */
export async function identify(
  request: IncomingMessage,
  { sessions, tokens, secure }: Identify & { readonly secure: boolean },
): Promise<Caller> {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return { kind: "token", ...(await bearerToken(authorization, tokens)) };
  const sessionToken = readSessionCookie(cookie, secure);
  const session = sessionToken ? await sessions.find(sessionToken) : undefined;
  return session && sessionToken ? { kind: "person", session, sessionToken } : { kind: "nobody" };
}

/** Throws `not-signed-in`, `scope-missing` or `csrf-failed` when this caller may not make this call. */
export function authorize(given: {
  readonly caller: Caller;
  readonly access: Access | undefined;
  readonly request: IncomingMessage;
  readonly publicUrl: string | undefined;
}): void {
  const { caller, access, request, publicUrl } = given;
  // A browser's call from another site is refused even where nobody has to be signed in: it would sign people in.
  if (caller.kind !== "token" && !isSameOrigin(request, publicUrl)) throw new PublicError("csrf-failed");
  if (access === "public") return;
  if (access === undefined || caller.kind === "nobody")
    throw new PublicError("not-signed-in", { headers: bearerChallenge });
  if (caller.kind === "token") {
    if (access === "session" || !covers(caller.scopes, access)) throw missingScope(access);
    return;
  }
  const changes = !safeMethods.has(request.method ?? "");
  if (changes && !isEqual(request.headers["x-sluice-csrf"], caller.session.csrf))
    throw new PublicError("csrf-failed");
}

export function missingScope(access: Access): PublicError {
  const detail =
    access === "session"
      ? "This call is for people who are signed in; API tokens cannot make it."
      : `This API token does not have the scope ${access}, which the call needs.`;
  return new PublicError("scope-missing", { detail });
}

function isEqual(given: string | string[] | undefined, expected: string): boolean {
  if (typeof given !== "string") return false;
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
