import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { makeWorkerUtils } from "graphile-worker";
import pg from "pg";
import { afterEach, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { guardedDocument } from "../testing/documents.ts";
import { describeOnPostgres, emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import { runSluice } from "../testing/run-sluice.ts";
import { startTestApp } from "../testing/start-app.ts";
import { copyBeforeUpgrade } from "./copy-before-upgrade.ts";
import { stampOf } from "./key.ts";
import { restoreBackup } from "./restore-backup.ts";

describeOnPostgres("sluice restore on PostgreSQL", () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), "sluice-pg-restore-"));
    closing.push(() => rmSync(made, { recursive: true, force: true }));
    return made;
  }

  /** An installation that has stopped, with one workflow of this name and a key in its folder. */
  async function installation(password: string) {
    const { url, remove } = await emptyPostgres();
    closing.push(remove);
    const data = folder();
    const environment = { SLUICE_DATABASE_URL: url };
    const app = await startTestApp({ dataFolder: data, environment });
    const made = await app.call("POST", "/workflows", { document: guardedDocument(password) });
    const { id } = (await made.json()) as { id: string };
    await app.stop({ keepData: true });
    return { url, data, id, environment: { ...environment, SLUICE_DATA: data } };
  }

  async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  it("makes the backup from before an upgrade, which is one like any other, unless others do", async () => {
    const { data, environment } = await installation("one");
    const config = readConfig({ environment });
    const file = await copyBeforeUpgrade(config, new Date("2026-05-01T03:17:00Z"));
    expect(file).toBe(join(data, "before-upgrade-2026-05-01T03-17-00-000Z.tar.gz"));
    expect(await runSluice(["restore", file ?? "", "--check"], { environment })).toMatchObject({ code: 0 });
    expect(await copyBeforeUpgrade({ ...config, upgradeCopy: false })).toBeNull();
    const nowhere = { ...config, data: join(data, "no-such-folder") };
    await expect(copyBeforeUpgrade(nowhere)).rejects.toThrow(/There is no folder/);
  });

  it("leaves the tasks of other programs in the queue that it shares with them, and in no backup", async () => {
    const { url, environment } = await installation("one");
    const utils = await makeWorkerUtils({ connectionString: url });
    await utils.addJob("send_invoice", { of: "a shop" });
    await utils.release();
    const file = join(folder(), "shared.tar.gz");
    expect(await runSluice(["backup", file], { environment })).toMatchObject({ code: 0, err: "" });
    const jobs = () =>
      query<{ id: string; kind: string }>(
        url,
        "select jobs.id, identifier as kind from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = task_id order by kind",
      );
    const kindsOf = (all: readonly { kind: string }[]) => all.map(({ kind }) => kind);
    const before = await jobs();
    const invoice = before.find(({ kind }) => kind === "send_invoice");
    expect(invoice).toBeDefined();
    expect(before.length).toBeGreaterThan(1);
    const kept = gunzipSync(readFileSync(file));
    expect([kept.includes("manifest.json"), kept.includes("send_invoice")]).toEqual([true, false]);
    const restored = await runSluice(["restore", file, "--replace"], { environment });
    expect([restored.code, restored.err]).toEqual([0, ""]);
    const after = await jobs();
    expect(kindsOf(after)).toEqual(kindsOf(before));
    expect(after).toContainEqual(invoice);
  });

  it("changes the key of the folder only with the tables, and a start finishes what was cut off between both", async () => {
    const first = await installation("one");
    const file = join(folder(), "first.tar.gz");
    expect((await runSluice(["backup", file], { environment: first.environment })).code).toBe(0);
    const { url, data, environment, id } = await installation("two");
    const key = readFileSync(join(data, "secret.key"), "utf8");
    await query(
      url,
      `create function no_commit() returns trigger language plpgsql as $$ begin raise exception 'no commit today'; end $$;
      create constraint trigger no_commit after insert on graphile_worker._private_jobs
        deferrable initially deferred for each row execute function no_commit()`,
    );
    const failed = await runSluice(["restore", file, "--replace"], { environment });
    expect([failed.code, failed.err]).toEqual([1, expect.stringMatching(/no commit today/)]);
    expect(readFileSync(join(data, "secret.key"), "utf8")).toBe(key);
    await query(url, "drop trigger no_commit on graphile_worker._private_jobs");
    const again = await startTestApp({ dataFolder: data, environment });
    expect((await again.call("GET", `/workflows/${id}`)).status).toBe(200);
    await again.stop({ keepData: true });

    // Cut off after the commit, before the key has its name.
    const now = new Date();
    writeFileSync(join(data, `secret.key.replaced-${stampOf(now)}`), "in the way");
    const config = { data, databaseUrl: url, secretKey: undefined };
    await expect(restoreBackup({ config, file, checkOnly: false, replace: true, now })).rejects.toThrow(
      /EEXIST/,
    );
    expect(readFileSync(join(data, "secret.key"), "utf8")).toBe(key);
    const restored = await startTestApp({ dataFolder: data, environment });
    expect((await restored.call("GET", `/workflows/${first.id}`)).status).toBe(200);
    await restored.stop({ keepData: true });
    expect(readFileSync(join(data, "secret.key"), "utf8")).toBe(
      readFileSync(join(first.data, "secret.key"), "utf8"),
    );
    const olds = readdirSync(data).filter((name) => /^secret\.key\.[0-9a-f]+$/.test(name));
    expect(olds.map((name) => readFileSync(join(data, name), "utf8"))).toEqual([key]);
  });
});
