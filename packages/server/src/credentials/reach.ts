import type { CredentialAuth } from "@sluice/api/schemas";
import { isHttpCredentialType } from "@sluice/workflow/node-contract";
import { mayGoTo } from "../outgoing/place-credential.ts";
import type { CredentialRecord } from "../stores/credentials/store.ts";
import { shownOf } from "./auth-parts.ts";

/** What decides where a credential's secret is sent. */
export type Reach = Pick<CredentialRecord, "type" | "shown" | "hosts">;

/**
 * Why a change would send what is stored to somebody whom it was not meant for; undefined: it would not. Whoever may change
 * a credential need not know its secret: without this they could have it sent to themselves. Less than before is free.
 */
export function reachesFurther(before: Reach, after: Reach): string | undefined {
  const [old, now] = [shownOf(before), shownOf(after)];
  if (old.type !== now.type) return "another type needs its own secret";
  if (isServer(old) && isServer(now) && isElsewhere(old, now)) {
    return "another server or port, or a weaker encryption, gets no secret that was meant for this one: give it anew";
  }
  if (old.type === "oauth2" && now.type === "oauth2" && providers.some((at) => isOther(old[at], now[at]))) {
    return "another provider gets no secret that was meant for this one: give it anew";
  }
  if (isHttpCredentialType(now.type) && isWider(before.hosts, after.hosts)) {
    return "hosts that were not allowed before get no secret that was meant for others: give it anew";
  }
  return undefined;
}

type Server = Extract<CredentialAuth, { type: "smtp" | "postgres" | "mysql" }>;

function isServer(auth: CredentialAuth): auth is Server {
  return auth.type === "smtp" || auth.type === "postgres" || auth.type === "mysql";
}

/** The less, the safer. STARTTLS is required where it is chosen, and so as good as TLS from the start. */
const weakness: Readonly<Record<Server["security"], number>> = {
  ...{ tls: 0, starttls: 0 },
  ...{ verify: 0, encrypt: 1, none: 2 },
};

function isElsewhere(old: Server, now: Server): boolean {
  return old.host !== now.host || old.port !== now.port || weakness[now.security] > weakness[old.security];
}

const providers = ["authorizationUrl", "tokenUrl", "userUrl"] as const;

/** Whether one more origin is asked: an address that is left out is asked nothing. */
function isOther(old: string, now: string): boolean {
  return now !== "" && (old === "" || new URL(old).origin !== new URL(now).origin);
}

/** An empty list allows any host. A `*.shop.example` is within `*.example`, as a host is. */
function isWider(old: readonly string[], now: readonly string[]): boolean {
  if (old.length === 0) return false;
  return now.length === 0 || !now.every((entry) => mayGoTo(old, entry));
}
