import { type Role, type TokenScope, tokenScopes } from "@sluice/api/roles";
import type { Token } from "@sluice/api/schemas";
import { type Clock, isoTime } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { TokenRecord, TokensStore } from "../stores/accounts/store.ts";
import { randomToken, tokenHash } from "./random-token.ts";

/** Every API token begins with it, so that a scanner of leaked secrets can find it. */
const mark = "slu_";
const prefixLength = mark.length + 6;
/** "Last used" is exact to this much: a token that is used all the time is not written all the time. */
const lastUsedStepMs = 60_000;

/** A token that is good now. */
export interface GoodToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Whose it is, with what they may now; null: made on the command line, where whoever may do that may do everything. */
  readonly owner: { readonly id: string; readonly email: string; readonly role: Role } | null;
}

export interface Tokens {
  /** `token` is shown this once; only its hash is kept. */
  create(given: {
    name: string;
    scopes: readonly TokenScope[];
    expiresAt: number | null;
    createdBy: { readonly id: string; readonly email: string } | null;
  }): Promise<Token & { token: string }>;
  /** Undefined for any text that is no token which is good now. */
  authenticate(text: string): Promise<GoodToken | undefined>;
  /** Without `userId` everybody's. */
  list(given?: { userId: string | undefined }): Promise<Token[]>;
  /** Throws `token-not-found`; with `userId` for another's too. */
  revoke(given: { id: string; userId?: string | undefined }): Promise<void>;
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
        createdBy: createdBy?.id ?? null,
        createdAt,
        lastUsedAt: null,
        expiresAt,
      };
      await store.create({ ...record, hash: tokenHash(token) });
      return { ...toToken({ ...record, owner: createdBy }), token };
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
      const { id, name, owner } = found;
      const whose = owner && { id: owner.id, email: owner.email, role: owner.role };
      return { id, name, scopes: known(found.scopes), owner: whose };
    },
    async list(given) {
      return (await store.list(given)).map(toToken);
    },
    async revoke(given) {
      if (!(await store.delete(given))) throw new PublicError("token-not-found");
    },
  };
}

/** A scope that this version does not know gives nothing. */
function known(scopes: readonly string[]): TokenScope[] {
  return tokenScopes.filter((scope) => scopes.includes(scope));
}

function toToken(given: TokenRecord & { readonly owner: { id: string; email: string } | null }): Token {
  const { id, name, scopes, prefix, owner, createdAt, lastUsedAt, expiresAt } = given;
  return {
    id,
    name,
    scopes: known(scopes),
    prefix,
    owner: owner && { id: owner.id, email: owner.email },
    createdAt: new Date(createdAt).toISOString(),
    lastUsedAt: isoTime(lastUsedAt),
    expiresAt: isoTime(expiresAt),
  };
}
