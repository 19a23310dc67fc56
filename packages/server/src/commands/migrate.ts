import { join } from "node:path";
import { copyBeforeUpgrade } from "../backup/copy-before-upgrade.ts";
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
      if (copy !== null) surroundings.print(`As it was before: ${copy}\n`);
    };
    const { databaseUrl: url } = config;
    // Loaded on demand, as everywhere: what a command needs, the others do without.
    if (url !== undefined) {
      const [{ createLog }, { migratePostgres }, { installGraphile }] = await Promise.all([
        import("../log.ts"),
        import("../stores/database/postgres/migrate.ts"),
        import("../tasks/graphile.ts"),
      ]);
      let copy: string | null = null;
      const beforeChange = async () => {
        copy = await copyBeforeUpgrade(config);
        if (copy === null) surroundings.complain("No copy was made: what leads back is your last backup.\n");
      };
      const applied = await migratePostgres({ url, beforeChange });
      await installGraphile({ url, log: createLog(config.logLevel) });
      say(applied, copy);
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
