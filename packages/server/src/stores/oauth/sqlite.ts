import { and, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { credentials } from "../schema/credentials.ts";
import { oauthGrants, oauthRequests } from "../schema/oauth.ts";
import { emptyGrant, forgottenColumns, toGrant, tokenColumns } from "./grant-row.ts";
import type { OAuthStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;
const raised = sql`${oauthGrants.version} + 1`;

/** Tokens of credentials in SQLite. */
export function createSqliteOAuthStore({ write, read }: Database): OAuthStore {
  const own = (credentialId: string) => eq(oauthGrants.credentialId, credentialId);
  return {
    async get(credentialId) {
      const found = read.select().from(oauthGrants).where(own(credentialId)).get();
      return found && toGrant(found);
    },
    async list() {
      return read.select().from(oauthGrants).all().map(toGrant);
    },
    async claim({ credentialId, version, by, now, until }) {
      return write.transaction((tx) => {
        if (!exists(tx, credentialId)) return false;
        tx.insert(oauthGrants).values(emptyGrant(credentialId)).onConflictDoNothing().run();
        const free = or(isNull(oauthGrants.renewingUntil), lte(oauthGrants.renewingUntil, now));
        const { changes } = tx
          .update(oauthGrants)
          .set({ renewingBy: by, renewingUntil: until })
          .where(and(own(credentialId), eq(oauthGrants.version, version), free))
          .run();
        return changes === 1;
      }, immediate);
    },
    async renewed(given) {
      const { credentialId, version, at } = given;
      const { changes } = write
        .update(oauthGrants)
        .set({
          ...tokenColumns(given),
          ...{ version: raised, connectedAt: sql`coalesce(${oauthGrants.connectedAt}, ${at})` },
        })
        .where(and(own(credentialId), eq(oauthGrants.version, version)))
        .run();
      return changes === 1;
    },
    async connected(given) {
      const { credentialId, connectedAs, at } = given;
      return write.transaction((tx) => {
        if (!exists(tx, credentialId)) return false;
        tx.insert(oauthGrants).values(emptyGrant(credentialId)).onConflictDoNothing().run();
        tx.update(oauthGrants)
          .set({ ...tokenColumns(given), ...{ version: raised, connectedAs, connectedAt: at } })
          .where(own(credentialId))
          .run();
        return true;
      }, immediate);
    },
    async failed({ credentialId, version, failure, broken }) {
      const { error, message: errorMessage, at: errorAt } = failure;
      write.transaction((tx) => {
        if (!exists(tx, credentialId)) return;
        tx.insert(oauthGrants).values(emptyGrant(credentialId)).onConflictDoNothing().run();
        const same = version === undefined ? undefined : eq(oauthGrants.version, version);
        const asked = version === undefined ? {} : { renewingBy: null, renewingUntil: null };
        tx.update(oauthGrants)
          .set({ error, errorMessage, errorAt, ...asked, ...(broken ? { broken } : {}) })
          .where(and(own(credentialId), same))
          .run();
      }, immediate);
    },
    async forget(credentialId) {
      write
        .update(oauthGrants)
        .set({ ...forgottenColumns, version: raised })
        .where(own(credentialId))
        .run();
    },
    async addRequest(request, now) {
      write.delete(oauthRequests).where(lt(oauthRequests.expiresAt, now)).run();
      const { nonce, ciphertext, ...rest } = request;
      write
        .insert(oauthRequests)
        .values({ ...rest, nonce: Buffer.from(nonce), ciphertext: Buffer.from(ciphertext) })
        .run();
    },
    async takeRequest({ stateHash, sessionHash }) {
      const begun = and(eq(oauthRequests.stateHash, stateHash), eq(oauthRequests.sessionHash, sessionHash));
      return write.delete(oauthRequests).where(begun).returning().get();
    },
  };
}

function exists(tx: Pick<Database["write"], "select">, id: string): boolean {
  return (
    tx.select({ id: credentials.id }).from(credentials).where(eq(credentials.id, id)).get() !== undefined
  );
}
