import { eq } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { settings } from "../schema/settings.ts";
import type { SettingsStore } from "./store.ts";

/** The settings of the instance in SQLite. */
export function createSqliteSettingsStore({ read, write }: Database): SettingsStore {
  return {
    async get(name) {
      const row = read.select({ value: settings.value }).from(settings).where(eq(settings.name, name)).get();
      return row?.value;
    },

    async set({ name, value, at }) {
      write
        .insert(settings)
        .values({ name, value, updatedAt: at })
        .onConflictDoUpdate({ target: settings.name, set: { value, updatedAt: at } })
        .run();
    },
  };
}
