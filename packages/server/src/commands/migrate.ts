import { join } from "node:path";
import { openDatabase } from "../stores/database/database.ts";
import type { Command } from "./command.ts";

export const migrate: Command = {
  name: "migrate",
  summary: "Bring the database to this version, as start does",
  async run({ config, surroundings }) {
    const database = openDatabase({ file: join(config.data, "sluice.db") });
    const { applied, copy } = database.migrated;
    database.close();
    surroundings.print(applied === 0 ? "The database is up to date.\n" : `Migrations applied: ${applied}.\n`);
    if (copy !== null) surroundings.print(`The file as it was before: ${copy}\n`);
    return 0;
  },
};
