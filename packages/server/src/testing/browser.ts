import type { Role } from "@sluice/api/roles";
import { type Session, sessionSchema } from "@sluice/api/schemas";

export interface Browser {
  readonly session: Session;
  /** What the browser would send as `Cookie`. */
  readonly cookie: string;
  /** The `Set-Cookie` header as it came. */
  readonly setCookie: string;
  /** A call with the session; `headers` replace those of a page of ours, null takes one away. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string | null>,
  ): Promise<Response>;
}

/** Signs in as a browser does and keeps its cookie. */
export function signInAs(
  baseUrl: string,
  account: { readonly email: string; readonly password: string },
): Promise<Browser> {
  return enterBy(baseUrl, "/session", account);
}

/** Invites somebody and takes the invitation up, all by the API. */
export async function invite(
  baseUrl: string,
  given: { readonly by: Browser; readonly email: string; readonly role: Role; readonly password: string },
): Promise<Browser> {
  const { by, email, role, password } = given;
  const answer = await by.call("POST", "/invitations", { email, role });
  const { link } = (await answer.json()) as { link: string };
  const token = new URL(link).searchParams.get("token");
  return enterBy(baseUrl, "/invitations/accept", { token, password });
}

/** Calls what answers a session, as a browser does. */
async function enterBy(baseUrl: string, path: string, body: object): Promise<Browser> {
  const answer = await fetch(`${baseUrl}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: baseUrl, "sec-fetch-site": "same-origin" },
    body: JSON.stringify(body),
  });
  const session = sessionSchema.parse(await answer.json());
  const setCookie = answer.headers.get("set-cookie") ?? "";
  const cookie = setCookie.split(";")[0] ?? "";
  return {
    ...{ session, cookie, setCookie },
    call: (method, path, body, headers = {}) => {
      const all: Record<string, string | null> = {
        ...{ cookie, origin: baseUrl, "sec-fetch-site": "same-origin", "x-sluice-csrf": session.csrf },
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      };
      const sent = Object.entries(all).flatMap(([name, value]) =>
        value === null ? [] : [[name, value] as [string, string]],
      );
      return fetch(`${baseUrl}/api/v1${path}`, {
        method,
        headers: sent,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
  };
}
