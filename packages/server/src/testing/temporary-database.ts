import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "../stores/database/database.ts";

/** A real, migrated SQLite file in a folder of its own; `remove` closes it and takes the folder away. */
export function temporaryDatabase(): { database: Database; folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "sluice-test-"));
  const database = openDatabase({ file: join(folder, "sluice.db") });
  const remove = () => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { database, folder, remove };
}
