import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeBackup } from "../../backup/make-backup.ts";
import { readConfig } from "../../config.ts";
import { startPostgres } from "../../testing/postgres/server.ts";
import { startTestApp } from "../../testing/start-app.ts";
import { account, fillInstallation, fixtureKey } from "./fixture-rows.ts";

/*
 * `npm run fixtures`: an installation of each database is started, filled over its API and backed up into fixtures/, under
 * the name of its newest migration. As long as that migration is made anew, so are they; later each schema keeps its own.
 */

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

function newestMigration(folder: string): string {
  const journal = JSON.parse(readFileSync(here(`../${folder}/meta/_journal.json`), "utf8")) as {
    entries: { tag: string }[];
  };
  return journal.entries.at(-1)?.tag ?? "";
}

async function makeFixture(file: string, own: Record<string, string>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "sluice-fixture-"));
  const environment = {
    ...{ SLUICE_ADMIN_EMAIL: account.email, SLUICE_ADMIN_PASSWORD: account.password },
    ...{ SLUICE_SECRET_KEY: fixtureKey, ...own },
  };
  const app = await startTestApp({ dataFolder: data, environment });
  await fillInstallation(app);
  await app.stop({ keepData: true });
  rmSync(file, { force: true });
  const config = readConfig({ environment, flags: { data } });
  const { bytes, manifest } = await makeBackup({ config, file, withKey: false, now: new Date() });
  rmSync(data, { recursive: true });
  process.stdout.write(`${file}: ${bytes} bytes, ${Object.keys(manifest.counts).length} tables\n`);
}

await makeFixture(here(`./fixtures/${newestMigration("migrations")}.sqlite.tar.gz`), {});
const server = await startPostgres();
try {
  const file = here(`./fixtures/${newestMigration("migrations-postgres")}.postgres.tar.gz`);
  await makeFixture(file, { SLUICE_DATABASE_URL: server.url });
} finally {
  await server.remove();
}
process.exit(0);
