import { and, asc, desc, eq, inArray, isNull, lte, or } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { alerts } from "../schema/postgres/alerts.ts";
import { ruleColumns, stateColumns, toAlert, unseen } from "./records.ts";
import type { AlertsStore } from "./store.ts";

/** Alerts in PostgreSQL: of several processes one looks at a rule at a time. */
export function createPostgresAlertsStore({ db }: PostgresDatabase): AlertsStore {
  const changed = ({ rowCount }: { rowCount: number | null }) => (rowCount ?? 0) > 0;
  return {
    async create(rule) {
      await db
        .insert(alerts)
        .values({ ...ruleColumns(rule), ...stateColumns(unseen), nextAt: 0, claimedUntil: null });
    },

    async get(id) {
      const [row] = await db.select().from(alerts).where(eq(alerts.id, id));
      return row && toAlert(row);
    },

    async list() {
      return (await db.select().from(alerts).orderBy(desc(alerts.id))).map(toAlert);
    },

    async save(rule, { forget }) {
      const { id, createdAt: _, ...columns } = ruleColumns(rule);
      const state = forget ? stateColumns(unseen) : {};
      const set = { ...columns, ...state, nextAt: 0, claimedUntil: null };
      return changed(await db.update(alerts).set(set).where(eq(alerts.id, id)));
    },

    async delete(id) {
      return changed(await db.delete(alerts).where(eq(alerts.id, id)));
    },

    async claim({ now, until, limit, id }) {
      const due = db
        .select({ id: alerts.id })
        .from(alerts)
        .where(
          and(
            eq(alerts.enabled, true),
            id === undefined ? lte(alerts.nextAt, now) : eq(alerts.id, id),
            or(isNull(alerts.claimedUntil), lte(alerts.claimedUntil, now)),
          ),
        )
        .orderBy(asc(alerts.nextAt))
        .limit(limit)
        .for("update", { skipLocked: true });
      const rows = await db
        .update(alerts)
        .set({ claimedUntil: until })
        .where(inArray(alerts.id, due))
        .returning();
      return rows.map((row) => ({ ...toAlert(row), claimedUntil: until }));
    },

    async settle({ id, claimedUntil, state, nextAt }) {
      const set = { ...stateColumns(state), ...(nextAt === null ? {} : { nextAt, claimedUntil: null }) };
      const held = and(eq(alerts.id, id), eq(alerts.claimedUntil, claimedUntil));
      return changed(await db.update(alerts).set(set).where(held));
    },
  };
}
