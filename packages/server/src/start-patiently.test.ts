import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { startPatiently } from "./start-patiently.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-locked-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("waits for a database that another program has locked", async () => {
  const other = new Sqlite(join(folder, "sluice.db"));
  other.exec("BEGIN EXCLUSIVE; CREATE TABLE probe (id)");
  const lines: string[] = [];
  const log = createLog("warn", { write: (line: string) => lines.push(line) });
  const config = readConfig({ environment: { SLUICE_DATA: folder, SLUICE_PORT: "0" } });
  const starting = startPatiently({ config, log });
  await expect.poll(() => lines.join("")).toContain("the start waits for it");
  other.exec("ROLLBACK");
  other.close();
  const app = await starting;
  expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  await app.stop();
});
