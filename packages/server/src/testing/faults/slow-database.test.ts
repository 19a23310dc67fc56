import { readFileSync, rmSync } from "node:fs";
import pg from "pg";
import { afterEach, expect, it } from "vitest";
import { startProxy } from "../postgres/proxy.ts";
import { describeOnPostgres, emptyPostgres } from "../postgres/temporary-postgres.ts";
import { computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started() {
  const { url, remove } = await emptyPostgres();
  closing.push(remove);
  const proxy = await startProxy(url);
  closing.push(() => proxy.close());
  const environment = {
    SLUICE_DATABASE_URL: proxy.url,
    SLUICE_SECRET_KEY: "the key of all processes of this test",
  };
  const data = await prepareData([computing], { environment });
  closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
  const server = await ServerProcess.start({ data, environment });
  closing.push(() => server.end());
  await executionOf(await server.post(0, { n: 0 }));
  return { proxy, server, url };
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  closing.push(() => client.end());
  return client;
}

/** Resident memory of a process in MB. */
function memoryOf(pid: number): number {
  const [, kilobytes = "0"] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

describeOnPostgres("a database", () => {
  it("F35: that is slow makes answers slow, or 503; memory stays, and all that was accepted ends", async () => {
    const { proxy, server } = await started();
    const before = memoryOf(server.pid);
    proxy.delay(50);
    const filler = "x".repeat(100_000);
    const posted = Array.from({ length: 150 }, (_, n) => server.post(0, { n, filler }));
    const answers = (await Promise.allSettled(posted)).flatMap((one) =>
      // A connection that its server lets go just as it is used again: nothing was promised.
      one.status === "fulfilled" ? [one.value] : [],
    );
    expect(answers.length).toBeGreaterThan(100);
    const accepted: string[] = [];
    for (const answer of answers) {
      if (answer.ok) accepted.push(await executionOf(answer));
      else {
        expect(answer.status).toBe(503);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
        await answer.arrayBuffer();
      }
    }
    expect(accepted.length).toBeGreaterThan(0);
    // 15 MB of bodies were under way, some copies of them each.
    expect(memoryOf(server.pid) - before).toBeLessThan(300);
    proxy.heal();
    // What had begun while it was slow is still waited for: reading may be refused a moment longer.
    const endOf = (id: string) => () => server.ended(id).then(({ status }) => status, String);
    for (const id of accepted) await expect.poll(endOf(id), { timeout: 60_000 }).toBe("succeeded");
  }, 300_000);

  it("F37: whose connections are all busy still takes deliveries and is known to be there", async () => {
    const { server, url } = await started();
    // What it sees of the others stands still within a transaction: one locks, the other looks.
    const [blocker, looker] = [await connected(url), await connected(url)];
    await blocker.query("begin");
    await blocker.query("lock table sluice.workflows in access exclusive mode");
    let blocked = true;
    const list = () =>
      server.get("/workflows").then(
        () => "listed",
        (error: unknown) => String(error),
      );
    // Again and again: a statement that waits for ten seconds is given up.
    const lists = Array.from({ length: 50 }, async () => {
      for (;;) {
        const came = await list();
        if (!blocked || !/: 503 /.test(came)) return came;
      }
    });
    // Until the lists hold all connections that there are for them.
    const waiting = async () => {
      const { rows } = await looker.query(
        "select count(*)::int as held from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      return rows[0].held as number;
    };
    await expect.poll(waiting, { timeout: 60_000 }).toBeGreaterThanOrEqual(10);
    expect((await fetch(`${server.base}/health/ready`)).status).toBe(200);
    expect((await server.post(0, { n: 1 })).status).toBe(200);
    blocked = false;
    await blocker.query("rollback");
    const came = await Promise.all(lists);
    // In their turn; those that waited too long are told so.
    expect(came.filter((one) => one !== "listed" && !/: 503 /.test(one))).toEqual([]);
    expect(await server.get("/workflows")).toMatchObject({ items: [{}] });
  }, 300_000);
});
