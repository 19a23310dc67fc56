import { join } from "node:path";
import { type Command, jsonFlag, printJson } from "./command.ts";

export const migrate: Command = {
  name: "migrate",
  summary: "Bring the database to this version, as start does",
  flags: jsonFlag,
  examples: ["sluice migrate --data ./data"],
  async run(input) {
    const { config, surroundings, switches } = input;
    const say = (applied: number, copy: string | null) => {
      if (switches.has("json")) {
        printJson(input, { applied, copy });
        return;
      }
      surroundings.print(
        applied === 0 ? "The database is up to date.\n" : `Migrations applied: ${applied}.\n`,
      );
      if (copy !== null) surroundings.print(`The file as it was before: ${copy}\n`);
    };
    const { databaseUrl: url } = config;
    // Loaded on demand, as everywhere: what a command needs, the others do without.
    if (url !== undefined) {
      const [{ createLog }, { migratePostgres }, { installGraphile }] = await Promise.all([
        import("../log.ts"),
        import("../stores/database/postgres/migrate.ts"),
        import("../tasks/graphile.ts"),
      ]);
      const beforeChange = () =>
        surroundings.complain(
          "No copy is made of a PostgreSQL database: what leads back is your last backup.\n",
        );
      const applied = await migratePostgres({ url, beforeChange });
      await installGraphile({ url, log: createLog(config.logLevel) });
      say(applied, null);
      return 0;
    }
    const { openDatabase } = await import("../stores/database/database.ts");
    const database = openDatabase({ file: join(config.data, "sluice.db") });
    const { applied, copy } = database.migrated;
    database.close();
    say(applied, copy);
    return 0;
  },
};
