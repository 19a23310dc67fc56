import { parseCookie, stringifySetCookie } from "cookie";

/** Behind TLS the prefix binds the cookie to this host and to `Secure` (RFC 6265bis). */
const names = { plain: "sluice_session", secure: "__Host-sluice_session" } as const;

/** The session's token that the browser sent. */
export function readSessionCookie(header: string | undefined, secure: boolean): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[secure ? names.secure : names.plain];
}

/** A `Set-Cookie` value that hands the session's token to the browser. */
export function sessionCookie(given: { token: string; expiresAt: number; secure: boolean }): string {
  return cookie(given.token, new Date(given.expiresAt), given.secure);
}

/** A `Set-Cookie` value that takes it away. */
export function endedSessionCookie(secure: boolean): string {
  return cookie("", new Date(0), secure);
}

function cookie(value: string, expires: Date, secure: boolean): string {
  const name = secure ? names.secure : names.plain;
  return stringifySetCookie({ name, value, expires, path: "/", httpOnly: true, sameSite: "lax", secure });
}
