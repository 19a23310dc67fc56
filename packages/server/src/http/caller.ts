import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Role } from "@sluice/api/roles";
import type { Session } from "@sluice/api/schemas";
import type { Sessions } from "../accounts/sessions.ts";
import type { GoodToken, Tokens } from "../accounts/tokens.ts";
import { PublicError } from "../errors.ts";
import { type Access, isForSessions, roleMay, tokenMay } from "./access.ts";
import { isSameOrigin } from "./same-origin.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** Who calls. */
export type Caller =
  | { readonly kind: "nobody" }
  | ({ readonly kind: "token" } & GoodToken)
  | {
      readonly kind: "person";
      readonly session: Session;
      readonly sessionId: string;
      readonly sessionToken: string;
    };

/** The person behind a call, as they are now. */
export interface CallingPerson {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
}

/** Who signed in, or whose token it is; null: nobody, or a token of the command line. */
export function personOf(caller: Caller): CallingPerson | null {
  if (caller.kind === "nobody") return null;
  return caller.kind === "token" ? caller.owner : caller.session.user;
}

/** Whether things of other people are open to the caller too: an owner, or a token of the command line. */
export function isOwner(caller: Caller): boolean {
  if (caller.kind === "token" && caller.owner === null) return true;
  return personOf(caller)?.role === "owner";
}

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
): Promise<GoodToken> {
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
  { sessions, tokens, secure, address }: Identify & { readonly secure: boolean; readonly address: string },
): Promise<Caller> {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return { kind: "token", ...(await bearerToken(authorization, tokens)) };
  const sessionToken = readSessionCookie(cookie, secure);
  const found = sessionToken ? await sessions.find(sessionToken, { address }) : undefined;
  if (!found || !sessionToken) return { kind: "nobody" };
  return { kind: "person", session: found.session, sessionId: found.id, sessionToken };
}

/**
 * Throws `not-signed-in`, `scope-missing`, `csrf-failed` or `not-permitted` (by the person's role) when this caller may
 * not make this call.
 */
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
    if (tokenMay(caller, access)) return;
    throw tokenMay({ ...caller, owner: null }, access) ? notPermitted(caller) : missingScope(access);
  }
  const changes = !safeMethods.has(request.method ?? "");
  if (changes && !isEqual(request.headers["x-sluice-csrf"], caller.session.csrf))
    throw new PublicError("csrf-failed");
  if (!roleMay(caller.session.user.role, access)) throw notPermitted(caller);
}

function notPermitted(caller: Caller): PublicError {
  const role = personOf(caller)?.role;
  const whose = caller.kind === "token" ? "The owner of this API token has" : "You have";
  return new PublicError("not-permitted", {
    detail: `${whose} the role ${role}, which may not do this. An owner can give another role.`,
    members: { role },
  });
}

/** A token that does not have what the call asks for. */
export function missingScope(access: Access): PublicError {
  const detail = isForSessions(access)
    ? "This call is for people who are signed in; API tokens cannot make it."
    : `This API token does not have the scope ${access === "own" ? "*" : access}, which the call needs.`;
  return new PublicError("scope-missing", { detail });
}

function isEqual(given: string | string[] | undefined, expected: string): boolean {
  if (typeof given !== "string") return false;
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
