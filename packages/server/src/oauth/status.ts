import type { OAuthStatus } from "@sluice/api/schemas";
import { isoTime } from "../clock.ts";
import type { GrantRecord } from "../stores/oauth/store.ts";

/** Nobody has let Sluice in. */
export const unconnected: OAuthStatus = statusOf(undefined, 0);

/** How a credential that renews itself stands, for people. */
export function statusOf(grant: GrantRecord | undefined, now: number): OAuthStatus {
  const failure = grant?.failure;
  return {
    state: stateOf(grant, now),
    connectedAs: grant?.connectedAs ?? null,
    scope: grant?.scope ?? null,
    connectedAt: isoTime(grant?.connectedAt),
    renewedAt: isoTime(grant?.renewedAt),
    expiresAt: isoTime(grant?.expiresAt),
    renewable: grant?.renewable ?? false,
    error: failure
      ? { code: failure.error, message: failure.message, at: new Date(failure.at).toISOString() }
      : null,
  };
}

function stateOf(grant: GrantRecord | undefined, now: number): OAuthStatus["state"] {
  if (grant?.broken) return "broken";
  if (grant?.sealed === undefined) return "unconnected";
  const isOver = grant.expiresAt !== null && grant.expiresAt <= now;
  return isOver && !grant.renewable ? "expired" : "connected";
}
