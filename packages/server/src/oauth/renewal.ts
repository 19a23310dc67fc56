import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { NodeError } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import type { Vault } from "../secrets/vault.ts";
import type { CredentialRecord } from "../stores/credentials/store.ts";
import type { GrantRecord, OAuthStore } from "../stores/oauth/store.ts";
import { isUnavailable } from "../stores/store-unavailable.ts";
import { clientOf } from "./client.ts";
import type { Granted, OAuthClient, Provider } from "./provider.ts";
import { ProviderError } from "./provider-failure.ts";
import { openTokens, sealTokens, type TokenSet } from "./token-set.ts";

export interface RenewalGiven {
  readonly store: OAuthStore;
  readonly vault: Pick<Vault, "sealCredential" | "openCredential" | "ready">;
  readonly provider: Provider;
  readonly clock: Clock;
  readonly log: { error(details: object, message: string): void };
}

export interface Renewal {
  /**
   * An access token that is good now: the stored one, or a new one where that is about to end, is `refused`, or is not
   * there. Undefined: another one than the refused cannot be had. Rejects with a `NodeError`: `credential-not-connected`,
   * `credential-expired`, `credential-refused`, or how the provider could not be reached.
   */
  token(record: CredentialRecord, refused?: string): Promise<string | undefined>;
}

/** A token is renewed so long before it ends, or a tenth of its life before, whichever is less. */
const aheadMs = 60_000;
/** A token that was refused this soon after it came is not renewed: the other side refuses whoever it belongs to. */
const freshMs = 10_000;
/** How long one process may ask before another may: longer than a request can take. */
const claimMs = 45_000;
/** How often a process looks whether another has brought the token. */
const lookMs = 150;
/** Waits before storing again what the database could not take. */
const storeAgainMs = [100, 400, 1600, 5000];

/**
 * Renews tokens, one request at a time for each credential: in this process everybody waits for the same, and between
 * processes a claim in the store decides. What came is stored before it is used, since a provider that rotates refresh
 * tokens takes the old one once.
 */
export function createRenewal(given: RenewalGiven): Renewal {
  const { store, vault, clock } = given;
  const underway = new Map<string, Promise<string | undefined>>();
  const me = randomUUID();

  const renewed = async (asked: Asked): Promise<string | undefined> => {
    const { record, refused } = asked;
    const until = clock() + claimMs * 2;
    for (;;) {
      const grant = await store.get(record.id);
      const tokens = openTokens(vault, grant);
      const good = goodToken({ grant, tokens, refused, now: clock() });
      if (good?.early === false) return good.token;
      const client = clientOf(record, vault);
      const ends = cannotRenew({ client, grant, tokens, refused, now: clock() });
      if (ends === "keep") return good?.token;
      if (ends) throw ends;
      const version = grant?.version ?? 0;
      const now = clock();
      const claim = { credentialId: record.id, version, by: me, now, until: now + claimMs };
      if (await store.claim(claim)) {
        return ask(given, { record, client, tokens, version, spare: good?.token });
      }
      // Somebody else asks: what is still good is used meanwhile.
      if (good) return good.token;
      if (clock() > until) throw busy(record);
      await delay(lookMs);
    }
  };

  return {
    async token(record, refused) {
      const grant = await store.get(record.id);
      const good = goodToken({ grant, tokens: openTokens(vault, grant), refused, now: clock() });
      if (good?.early === false) return good.token;
      // Not with those who asked before a change of the credential: what they get may not go where it now goes.
      const asked = `${record.id} ${record.updatedAt}`;
      const before = underway.get(asked);
      if (before) {
        const token = await before;
        if (token !== refused) return token;
      }
      const now = underway.get(asked) ?? renewed({ record, refused });
      underway.set(asked, now);
      try {
        return await now;
      } finally {
        if (underway.get(asked) === now) underway.delete(asked);
      }
    },
  };
}

interface Asked {
  readonly record: CredentialRecord;
  readonly refused: string | undefined;
}

interface Standing {
  readonly grant: GrantRecord | undefined;
  readonly tokens: TokenSet | undefined;
  readonly refused: string | undefined;
  readonly now: number;
}

/** The stored token where it is good. `early`: it is, and a new one is due. */
function goodToken({ grant, tokens, refused, now }: Standing): { token: string; early: boolean } | undefined {
  if (!grant || !tokens || tokens.accessToken === refused) return undefined;
  const { expiresAt, renewedAt } = grant;
  if (expiresAt === null) return { token: tokens.accessToken, early: false };
  if (expiresAt <= now) return undefined;
  const life = expiresAt - (renewedAt ?? now);
  const early = grant.renewable && !grant.broken && expiresAt - now <= Math.min(aheadMs, life / 10);
  return { token: tokens.accessToken, early };
}

/** Why there is nothing to ask for; `keep`: there is no better token than what there is; undefined: ask. */
function cannotRenew(given: Standing & { readonly client: OAuthClient }): NodeError | "keep" | undefined {
  const { client, grant, tokens, refused, now } = given;
  if (grant?.broken) {
    const why = grant.failure ? `: ${grant.failure.message}` : "";
    return failure("credential-refused", `the provider will not renew it${why}; connect it again`);
  }
  const tooSoon = now - (grant?.renewedAt ?? 0) < freshMs;
  if (tokens !== undefined && refused !== undefined && tokens.accessToken === refused && tooSoon)
    return "keep";
  if (client.grant === "client-credentials") return undefined;
  if (!grant || !tokens) return failure("credential-not-connected", "nobody has connected it yet");
  if (tokens.refreshToken !== null) return undefined;
  if (refused !== undefined) return "keep";
  return failure(
    "credential-expired",
    "its token is over, and the provider gave none to renew it with; connect it again",
  );
}

/** Asks the provider, stores what came, and only then hands it out. */
async function ask(
  { store, vault, provider, clock, log }: RenewalGiven,
  given: {
    readonly record: CredentialRecord;
    readonly client: OAuthClient;
    readonly tokens: TokenSet | undefined;
    readonly version: number;
    /** A token that is still good, should the provider not answer. */
    readonly spare: string | undefined;
  },
): Promise<string> {
  const { record, client, tokens, version, spare } = given;
  const credentialId = record.id;
  // What comes of it is encrypted, and a provider may take a refresh token once.
  await vault.ready();
  let granted: Granted;
  try {
    granted = await (tokens?.refreshToken != null && client.grant === "authorization-code"
      ? provider.refresh(client, tokens.refreshToken)
      : provider.ask(client));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const broken = client.grant === "authorization-code" && error.isOver;
    const told = { error: error.error, message: error.message, at: clock() };
    await store.failed({ credentialId, version, failure: told, broken });
    if (spare !== undefined) return spare;
    throw asNodeError(error, broken);
  }
  const made = sealTokens(vault, { credentialId, client, granted, before: tokens, at: clock() });
  const stored = await persist(
    () => store.renewed({ ...made, version }),
    (err) => log.error({ credential: credentialId, err }, "renewed tokens could not be stored; trying again"),
  );
  if (stored) return granted.accessToken;
  // Somebody has connected anew meanwhile, or deleted it.
  const now = openTokens(vault, await store.get(credentialId));
  if (now) return now.accessToken;
  throw failure("credential-not-connected", "it was disconnected a moment ago");
}

/** A provider may take a refresh token once: what came for it is not given up while the database is away. */
async function persist(store: () => Promise<boolean>, tell: (error: unknown) => void): Promise<boolean> {
  for (const wait of [...storeAgainMs, undefined]) {
    try {
      return await store();
    } catch (error) {
      if (!isUnavailable(error) || wait === undefined) throw error;
      tell(error);
      await delay(wait);
    }
  }
  return false;
}

function failure(code: string, why: string): NodeError {
  return new NodeError({ code, message: `the credential cannot be used: ${why}` });
}

function asNodeError(error: ProviderError, broken: boolean): NodeError {
  const { kind, message } = error;
  if (kind === "other" && isWayOut(error.error)) {
    return new NodeError({ code: error.error, message: `the credential's provider: ${message}` });
  }
  if (kind === "other") {
    const remedy = broken ? "; connect it again" : "";
    return failure("credential-refused", `its provider refuses (${error.error}): ${message}${remedy}`);
  }
  return new NodeError({
    ...{ code: "credential-not-renewed", kind },
    message: `the credential could not be renewed: ${message}`,
  });
}

/** Codes of the way out, which say themselves what is to be done. */
function isWayOut(code: string): boolean {
  return code === "address-refused" || code === "certificate-refused" || code === "invalid-url";
}

function busy({ name }: CredentialRecord): NodeError {
  return new NodeError({
    ...{ code: "credential-not-renewed", kind: "timeout" },
    message: `another process renews the credential ${name} and does not come to an end`,
  });
}
