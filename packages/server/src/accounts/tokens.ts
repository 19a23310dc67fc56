import { type Token, tokenScopes } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { TokenRecord, TokensStore } from "../stores/accounts/store.ts";
import { randomToken, tokenHash } from "./random-token.ts";

export type TokenScope = (typeof tokenScopes)[number];

/** Every API token begins with it, so that a scanner of leaked secrets can find it. */
const mark = "slu_";
const prefixLength = mark.length + 6;
/** "Last used" is exact to this much: a token that is used all the time is not written all the time. */
const lastUsedStepMs = 60_000;

export interface Tokens {
  /** `token` is shown this once; only its hash is kept. */
  create(given: {
    name: string;
    scopes: readonly TokenScope[];
    expiresAt: number | null;
    createdBy: string | null;
  }): Promise<Token & { token: string }>;
  /** The scopes of a token that is good now; undefined for any other text. */
  authenticate(text: string): Promise<{ id: string; scopes: readonly TokenScope[] } | undefined>;
  list(): Promise<Token[]>;
  /** Throws `token-not-found`. */
  revoke(id: string): Promise<void>;
}

export function createTokens({ store, clock }: { store: TokensStore; clock: Clock }): Tokens {
  return {
    async create({ name, scopes, expiresAt, createdBy }) {
      const token = mark + randomToken();
      const createdAt = clock();
      const record: TokenRecord = {
        id: newId("tok", createdAt),
        name,
        scopes: [...new Set(scopes)],
        prefix: token.slice(0, prefixLength),
        createdBy,
        createdAt,
        lastUsedAt: null,
        expiresAt,
      };
      await store.create({ ...record, hash: tokenHash(token) });
      return { ...toToken(record), token };
    },
    async authenticate(text) {
      if (!text.startsWith(mark)) return undefined;
      const at = clock();
      const found = await store.find({ hash: tokenHash(text), at });
      if (!found) return undefined;
      if (found.lastUsedAt === null || at - found.lastUsedAt >= lastUsedStepMs) {
        // A note for people: a full disk must not shut out those who come to look why.
        await store.used({ id: found.id, at }).catch(() => {});
      }
      return { id: found.id, scopes: known(found.scopes) };
    },
    async list() {
      return (await store.list()).map(toToken);
    },
    async revoke(id) {
      if (!(await store.delete(id))) throw new PublicError("token-not-found");
    },
  };
}

/** A scope that this version does not know gives nothing. */
function known(scopes: readonly string[]): TokenScope[] {
  return tokenScopes.filter((scope) => scopes.includes(scope));
}

function toToken({ id, name, scopes, prefix, createdAt, lastUsedAt, expiresAt }: TokenRecord): Token {
  return {
    id,
    name,
    scopes: known(scopes),
    prefix,
    createdAt: new Date(createdAt).toISOString(),
    lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  };
}
