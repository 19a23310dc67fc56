import { and, asc, desc, eq, isNull, lte, or } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { alerts } from "../schema/alerts.ts";
import { ruleColumns, stateColumns, toAlert, unseen } from "./records.ts";
import type { AlertsStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;

/** Alerts in SQLite. */
export function createSqliteAlertsStore({ read, write }: Database): AlertsStore {
  return {
    async create(rule) {
      write
        .insert(alerts)
        .values({ ...ruleColumns(rule), ...stateColumns(unseen), nextAt: 0, claimedUntil: null })
        .run();
    },

    async get(id) {
      const row = read.select().from(alerts).where(eq(alerts.id, id)).get();
      return row && toAlert(row);
    },

    async list() {
      return read.select().from(alerts).orderBy(desc(alerts.id)).all().map(toAlert);
    },

    async save(rule, { forget }) {
      const { id, createdAt: _, ...columns } = ruleColumns(rule);
      const state = forget ? stateColumns(unseen) : {};
      const set = { ...columns, ...state, nextAt: 0, claimedUntil: null };
      return write.update(alerts).set(set).where(eq(alerts.id, id)).run().changes > 0;
    },

    async delete(id) {
      return write.delete(alerts).where(eq(alerts.id, id)).run().changes > 0;
    },

    async claim({ now, until, limit, id }) {
      const free = or(isNull(alerts.claimedUntil), lte(alerts.claimedUntil, now));
      const meant = and(
        eq(alerts.enabled, true),
        id === undefined ? lte(alerts.nextAt, now) : eq(alerts.id, id),
        free,
      );
      // Most rounds find nothing due: they do not write.
      if (!read.select({ id: alerts.id }).from(alerts).where(meant).limit(1).get()) return [];
      return write.transaction((tx) => {
        const due = tx.select().from(alerts).where(meant).orderBy(asc(alerts.nextAt)).limit(limit).all();
        for (const row of due) {
          tx.update(alerts).set({ claimedUntil: until }).where(eq(alerts.id, row.id)).run();
        }
        return due.map((row) => ({ ...toAlert(row), claimedUntil: until }));
      }, immediate);
    },

    async settle({ id, claimedUntil, state, nextAt }) {
      const set = { ...stateColumns(state), ...(nextAt === null ? {} : { nextAt, claimedUntil: null }) };
      const held = and(eq(alerts.id, id), eq(alerts.claimedUntil, claimedUntil));
      return write.update(alerts).set(set).where(held).run().changes > 0;
    },
  };
}
