import { join } from "node:path";
import type { Config } from "../config.ts";

/**
 * A backup of a PostgreSQL database whose tables are about to be changed for this version, in the data folder, without the
 * key that lies there already: what leads back to the version before. Resolves to its file; null: the setting says that others
 * make one. Throws a `BackupError` when it cannot be made; nothing has been changed then.
 */
export async function copyBeforeUpgrade(
  config: Pick<Config, "data" | "databaseUrl" | "secretKey" | "upgradeCopy">,
  now: Date = new Date(),
): Promise<string | null> {
  if (!config.upgradeCopy) return null;
  // Loaded where it is used: few starts are upgrades.
  const [{ stampOf }, { makeBackup }] = await Promise.all([import("./key.ts"), import("./make-backup.ts")]);
  const file = join(config.data, `before-upgrade-${stampOf(now)}.tar.gz`);
  await makeBackup({ config, file, withKey: false, now });
  return file;
}
