import { join } from "node:path";
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
    // Loaded on demand, as everywhere: what a command needs, the others do without.
    if (url !== undefined) {
      const [{ createLog }, { migratePostgres }, { installGraphile }] = await Promise.all([
        import("../log.ts"),
        import("../stores/database/postgres/migrate.ts"),
        import("../tasks/graphile.ts"),
      ]);
      const applied = await migratePostgres({ url });
      await installGraphile({ url, log: createLog(config.logLevel) });
      say(applied);
      return 0;
    }
    const { openDatabase } = await import("../stores/database/database.ts");
    const database = openDatabase({ file: join(config.data, "sluice.db") });
    const { applied, copy } = database.migrated;
    database.close();
    say(applied);
    if (copy !== null) surroundings.print(`The file as it was before: ${copy}\n`);
    return 0;
  },
};
