import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, inject, it } from "vitest";
import { signInAs } from "../testing/browser.ts";
import { emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import { runSluice } from "../testing/run-sluice.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { account, basic, fixtureKey, sender } from "./testing/fixture-rows.ts";

const folder = fileURLToPath(new URL("./testing/fixtures", import.meta.url));
const fixtures = readdirSync(folder).sort();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe("a schema that there was", () => {
  it.each([
    ["sqlite", "migrations"],
    ["postgres", "migrations-postgres"],
  ])("has a fixture of its own for every migration (%s)", (database, name) => {
    const journal = readFileSync(new URL(`./${name}/meta/_journal.json`, import.meta.url), "utf8");
    const { entries } = JSON.parse(journal) as { entries: { tag: string }[] };
    const wanted = entries.map(({ tag }) => `${tag}.${database}.tar.gz`);
    expect(
      fixtures.filter((file) => file.includes(`.${database}.`)),
      "run `npm run fixtures`",
    ).toEqual(wanted);
  });

  it.each(fixtures.filter((name) => name.includes(".sqlite.")))(
    "opens with this program, and its rows are read (%s)",
    (name) => opens(name, {}),
    120_000,
  );

  it.skipIf(inject("postgresUrl") === null).each(fixtures.filter((name) => name.includes(".postgres.")))(
    "opens with this program, and its rows are read (%s)",
    async (name) => {
      const { url, remove } = await emptyPostgres();
      closing.push(remove);
      await opens(name, { SLUICE_DATABASE_URL: url });
    },
    120_000,
  );
});

async function opens(name: string, own: Record<string, string>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "sluice-upgrade-"));
  closing.push(() => rmSync(data, { recursive: true, force: true }));
  const environment = { SLUICE_SECRET_KEY: fixtureKey, SLUICE_DATA: data, ...own };
  const restored = await runSluice(["restore", join(folder, name), "--json"], { environment });
  expect(
    [restored.code, restored.err],
    "made with other tables: run `npm run fixtures`, unless those were released",
  ).toEqual([0, ""]);
  const { counts, unfinished } = JSON.parse(restored.out) as {
    counts: Record<string, number>;
    unfinished: number;
  };
  expect([counts.workflows, unfinished]).toEqual([5, 1]);
  const { SLUICE_DATA: _, ...settings } = environment;
  const app = await startTestApp({ dataFolder: data, environment: settings });
  closing.push(() => app.stop({ keepData: true }));
  await readsEverything(app);
}

/** What fixture-rows.ts has put there. */
async function readsEverything(app: TestApp): Promise<void> {
  const list = async (path: string) => {
    const answer = await app.call("GET", path);
    expect([path, answer.status]).toEqual([path, 200]);
    return ((await answer.json()) as { items: Record<string, unknown>[] }).items;
  };
  const { session } = await signInAs(app.baseUrl, account);
  expect(session.user.email).toBe(account.email);

  const workflows = await list("/workflows");
  expect(workflows.map(({ name }) => name).sort()).toEqual(["Asks", "Fails", "Guarded", "Held", "Yearly"]);
  const guarded = workflows.find(({ name }) => name === "Guarded");
  expect(guarded).toMatchObject({ folder: "Shop/Payments", tags: ["live"], published: 2 });
  const id = String(guarded?.id);
  expect(await list(`/workflows/${id}/versions`)).toMatchObject([{ note: "second" }, {}]);
  expect(await list(`/workflows/${id}/tests`)).toMatchObject([{ name: "answers" }]);

  expect((await list("/deliveries")).map(({ verdict }) => verdict).sort()).toEqual([
    ...["accepted", "accepted", "accepted", "held", "refused"],
  ]);
  expect((await list("/executions")).map(({ status }) => status).sort()).toEqual([
    ...["failed", "succeeded", "waiting"],
  ]);
  expect(await list("/approvals")).toMatchObject([{ title: "Refund order 1?" }]);
  expect(await list("/credentials")).toMatchObject([{ name: "Shop" }]);
  expect(await list("/webhooks")).toMatchObject([{ url: "https://subscriber.example/hook", active: false }]);
  expect((await list("/events")).map(({ id: event }) => event)).toContain("evt_order_1");
  expect(await (await app.call("GET", "/settings")).json()).toMatchObject({ retention: { days: null } });

  // Its secret is read, and what comes now is stored beside what there was.
  const workflow = (await (await app.call("GET", `/workflows/${id}`)).json()) as { hookUrl: string };
  const answer = await fetch(`${app.baseUrl}${new URL(workflow.hookUrl).pathname}`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json", authorization: basic(sender) },
  });
  expect(await answer.json()).toEqual({ ok: true });
  expect(await list("/deliveries?verdict=accepted")).toHaveLength(4);
}
