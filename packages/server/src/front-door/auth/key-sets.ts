import type { OutgoingRequest, OutgoingResponse } from "@sluice/workflow/node-contract";
import { createLocalJWKSet, type JSONWebKeySet } from "jose";

/** The keys behind a URL, chosen by a token's header. */
export type KeySet = ReturnType<typeof createLocalJWKSet>;

export interface KeySets {
  /**
   * The keys of a URL as they are known. `afresh`: a token names a key that is not among them. Undefined: they were
   * never had, or too long ago.
   */
  get(url: string, given?: { afresh: boolean }): Promise<KeySet | undefined>;
}

/** For so long keys are used without a look whether they have changed. */
const freshMs = 10 * 60_000;
/** For so long they are used when they cannot be fetched again: a sender's outage is not ours at once. */
const staleMs = 24 * 3_600_000;
/** At most one fetch of a URL in this time, whatever tokens come: an invented key must not make us hammer. */
const cooldownMs = 30_000;
/** URLs that are remembered, the oldest forgotten first. */
const mostUrls = 500;
const fetchMs = 5000;
const mostBytes = 256 * 1024;
const redirects = 2;

interface Entry {
  keys?: KeySet;
  fetchedAt: number;
  askedAt: number;
  under?: Promise<void>;
}

/** JWKS (RFC 7517, 5) fetched through the guarded way out, kept, and fetched again no faster than is decent. */
export function createKeySets(given: {
  fetch: (request: OutgoingRequest) => Promise<OutgoingResponse>;
  /** Milliseconds since 1970. */
  clock: () => number;
  log: { error(details: object, message: string): void };
}): KeySets {
  const { fetch, clock, log } = given;
  const entries = new Map<string, Entry>();

  const entryOf = (url: string): Entry => {
    const known = entries.get(url);
    if (known) return known;
    const entry = { fetchedAt: Number.NEGATIVE_INFINITY, askedAt: Number.NEGATIVE_INFINITY };
    entries.set(url, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= mostUrls) break;
      entries.delete(oldest);
    }
    return entry;
  };

  const refresh = (url: string, entry: Entry): Promise<void> => {
    if (entry.under) return entry.under;
    if (clock() - entry.askedAt < cooldownMs) return Promise.resolve();
    entry.askedAt = clock();
    const under = read(url)
      .then((keys) => {
        entry.keys = keys;
        entry.fetchedAt = clock();
      })
      .catch((error: unknown) => {
        log.error({ err: error, host: hostOf(url) }, "the keys that check tokens could not be fetched");
      })
      .finally(() => {
        delete entry.under;
      });
    entry.under = under;
    return under;
  };

  const read = async (url: string): Promise<KeySet> => {
    const headers = [{ name: "accept", value: "application/jwk-set+json, application/json" }];
    const limits = { timeoutMs: fetchMs, maxBytes: mostBytes, redirects };
    const { status, body } = await fetch({ method: "GET", url, headers, ...limits });
    if (status !== 200) throw new Error(`status ${status}`);
    return createLocalJWKSet(JSON.parse(new TextDecoder().decode(body)) as JSONWebKeySet);
  };

  return {
    async get(url, { afresh = false } = { afresh: false }) {
      const entry = entryOf(url);
      const age = clock() - entry.fetchedAt;
      if (afresh || age > staleMs) await refresh(url, entry);
      // What is known serves meanwhile.
      else if (age > freshMs) void refresh(url, entry);
      return clock() - entry.fetchedAt > staleMs ? undefined : entry.keys;
    },
  };
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? "";
}
