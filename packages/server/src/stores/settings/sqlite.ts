import type { Database } from "../database/database.ts";
import { settings } from "../schema/settings.ts";
import type { SettingsStore } from "./store.ts";

/** The settings of the instance in SQLite. */
export function createSqliteSettingsStore({ read, write }: Database): SettingsStore {
  return {
    async all() {
      const rows = read.select({ name: settings.name, value: settings.value }).from(settings).all();
      return new Map(rows.map(({ name, value }) => [name, value]));
    },

    async set({ values, at }) {
      write.transaction(
        (tx) => {
          for (const [name, value] of Object.entries(values)) {
            tx.insert(settings)
              .values({ name, value, updatedAt: at })
              .onConflictDoUpdate({ target: settings.name, set: { value, updatedAt: at } })
              .run();
          }
        },
        { behavior: "immediate" },
      );
    },
  };
}
