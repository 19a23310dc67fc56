import { sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { settings } from "../schema/postgres/settings.ts";
import type { SettingsStore } from "./store.ts";

/** The settings of the instance in PostgreSQL. */
export function createPostgresSettingsStore({ db }: PostgresDatabase): SettingsStore {
  return {
    async all() {
      const rows = await db.select({ name: settings.name, value: settings.value }).from(settings);
      return new Map(rows.map(({ name, value }) => [name, value]));
    },

    async set({ values, at }) {
      const rows = Object.entries(values).map(([name, value]) => ({ name, value, updatedAt: at }));
      if (rows.length === 0) return;
      await db
        .insert(settings)
        .values(rows)
        .onConflictDoUpdate({
          target: settings.name,
          set: { value: sql`excluded.value`, updatedAt: sql`excluded.updated_at` },
        });
    },
  };
}
