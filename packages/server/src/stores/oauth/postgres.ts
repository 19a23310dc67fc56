import { and, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { credentials } from "../schema/postgres/credentials.ts";
import { oauthGrants, oauthRequests } from "../schema/postgres/oauth.ts";
import { emptyGrant, forgottenColumns, toGrant, tokenColumns } from "./grant-row.ts";
import type { OAuthStore } from "./store.ts";

const raised = sql`${oauthGrants.version} + 1`;

/** Tokens of credentials in PostgreSQL. */
export function createPostgresOAuthStore({ db, transaction }: PostgresDatabase): OAuthStore {
  const own = (credentialId: string) => eq(oauthGrants.credentialId, credentialId);
  type Writing = Parameters<Parameters<typeof transaction>[0]>[0];
  /** Makes the row where there is none. False: the credential is gone, or goes. */
  const insist = async (tx: Writing, credentialId: string): Promise<boolean> => {
    const found = await tx
      .select({ id: credentials.id })
      .from(credentials)
      .where(eq(credentials.id, credentialId))
      .for("key share");
    if (found.length === 0) return false;
    await tx.insert(oauthGrants).values(emptyGrant(credentialId)).onConflictDoNothing();
    return true;
  };
  return {
    async get(credentialId) {
      const [found] = await db.select().from(oauthGrants).where(own(credentialId));
      return found && toGrant(found);
    },
    async list() {
      return (await db.select().from(oauthGrants)).map(toGrant);
    },
    claim({ credentialId, version, by, now, until }) {
      return transaction(async (tx) => {
        if (!(await insist(tx, credentialId))) return false;
        const free = or(isNull(oauthGrants.renewingUntil), lte(oauthGrants.renewingUntil, now));
        const claimed = await tx
          .update(oauthGrants)
          .set({ renewingBy: by, renewingUntil: until })
          .where(and(own(credentialId), eq(oauthGrants.version, version), free))
          .returning({ id: oauthGrants.credentialId });
        return claimed.length === 1;
      });
    },
    async renewed(given) {
      const { credentialId, version, at } = given;
      const changed = await db
        .update(oauthGrants)
        .set({
          ...tokenColumns(given),
          ...{ version: raised, connectedAt: sql`coalesce(${oauthGrants.connectedAt}, ${at})` },
        })
        .where(and(own(credentialId), eq(oauthGrants.version, version)))
        .returning({ id: oauthGrants.credentialId });
      return changed.length === 1;
    },
    connected(given) {
      const { credentialId, connectedAs, at } = given;
      return transaction(async (tx) => {
        if (!(await insist(tx, credentialId))) return false;
        await tx
          .update(oauthGrants)
          .set({ ...tokenColumns(given), ...{ version: raised, connectedAs, connectedAt: at } })
          .where(own(credentialId));
        return true;
      });
    },
    failed({ credentialId, version, failure, broken }) {
      const { error, message: errorMessage, at: errorAt } = failure;
      return transaction(async (tx) => {
        if (!(await insist(tx, credentialId))) return;
        const same = version === undefined ? undefined : eq(oauthGrants.version, version);
        const asked = version === undefined ? {} : { renewingBy: null, renewingUntil: null };
        await tx
          .update(oauthGrants)
          .set({ error, errorMessage, errorAt, ...asked, ...(broken ? { broken } : {}) })
          .where(and(own(credentialId), same));
      });
    },
    async forget(credentialId) {
      await db
        .update(oauthGrants)
        .set({ ...forgottenColumns, version: raised })
        .where(own(credentialId));
    },
    async addRequest(request, now) {
      await db.delete(oauthRequests).where(lt(oauthRequests.expiresAt, now));
      const { nonce, ciphertext, ...rest } = request;
      await db
        .insert(oauthRequests)
        .values({ ...rest, nonce: Buffer.from(nonce), ciphertext: Buffer.from(ciphertext) });
    },
    async takeRequest({ stateHash, sessionHash }) {
      const begun = and(eq(oauthRequests.stateHash, stateHash), eq(oauthRequests.sessionHash, sessionHash));
      const [taken] = await db.delete(oauthRequests).where(begun).returning();
      return taken;
    },
  };
}
