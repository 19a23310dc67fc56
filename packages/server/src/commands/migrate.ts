import { join } from "node:path";
import { createLog } from "../log.ts";
import { openDatabase } from "../stores/database/database.ts";
import { migratePostgres } from "../stores/database/postgres/migrate.ts";
import { installGraphile } from "../tasks/graphile.ts";
import type { Command } from "./command.ts";

export const migrate: Command = {
  name: "migrate",
  summary: "Bring the database to this version, as start does",
  async run({ config, surroundings }) {
    const say = (applied: number) =>
      surroundings.print(
        applied === 0 ? "The database is up to date.\n" : `Migrations applied: ${applied}.\n`,
      );
    const { databaseUrl: url } = config;
    if (url !== undefined) {
      const applied = await migratePostgres({ url });
      await installGraphile({ url, log: createLog(config.logLevel) });
      say(applied);
      return 0;
    }
    const database = openDatabase({ file: join(config.data, "sluice.db") });
    const { applied, copy } = database.migrated;
    database.close();
    say(applied);
    if (copy !== null) surroundings.print(`The file as it was before: ${copy}\n`);
    return 0;
  },
};
