import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { startSink } from "../testing/faults/counting-sink.ts";
import { chainOf } from "../testing/faults/documents.ts";
import {
  executionOf,
  prepareData,
  type ServerData,
  ServerProcess,
} from "../testing/faults/server-process.ts";
import { emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import { runSluice } from "../testing/run-sluice.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const steps = 3;
/** Asleep when the backup is made, and woken by the restored server. */
const sleeper = documentOf({
  nodes: { pause: { type: "delay", config: { mode: "for", amount: 3, unit: "seconds" } } },
  edges: ["trigger>pause"],
});

type Settings = Record<string, string>;

/** Where a server keeps its data: a folder alone, or a database of its own and the key in a setting. */
async function place(database: "sqlite" | "postgres"): Promise<{ data: string; settings: Settings }> {
  const data = mkdtempSync(join(tmpdir(), "sluice-load-"));
  closing.push(() => rmSync(data, { recursive: true, force: true }));
  if (database === "sqlite") return { data, settings: {} };
  const { url, remove } = await emptyPostgres();
  closing.push(remove);
  return {
    data,
    settings: { SLUICE_DATABASE_URL: url, SLUICE_SECRET_KEY: "one key for all of the processes here" },
  };
}

/** Posts without end, eight at a time; `accepted` are those that were answered with 2xx. */
function load(server: ServerProcess) {
  const accepted: string[] = [];
  let going = true;
  const lanes = Array.from({ length: 8 }, async (_, lane) => {
    for (let n = lane; going; n += 8) {
      const answer = await server.post(0, { n }).catch(() => undefined);
      if (answer?.ok) accepted.push(await executionOf(answer));
    }
  });
  return {
    accepted,
    async stop() {
      going = false;
      await Promise.all(lanes);
    },
  };
}

describe("a backup under load", () => {
  it.skipIf(inject("postgresUrl") === null).each(["postgres" as const])("%s", backUpUnderLoad, 420_000);
  it("sqlite", () => backUpUnderLoad("sqlite"), 420_000);
});

/** The disk is lost while deliveries come in; what was accepted before the backup began is all there, done once. */
async function backUpUnderLoad(database: "sqlite" | "postgres"): Promise<void> {
  const sink = await startSink();
  closing.push(() => sink.close());
  const first = await place(database);
  const documents = [chainOf(sink.url, steps), sleeper];
  const prepared = await prepareData(documents, { environment: first.settings, dataFolder: first.data });
  const server = await ServerProcess.start({ data: prepared, environment: first.settings });
  closing.push(() => server.end());
  const sleeping = await executionOf(await server.post(1, {}));
  // Under way when the backup is made, and when the server is lost.
  sink.hold(({ body }) => (body as { n: number }).n === -1);
  const held = await executionOf(await server.post(0, { n: -1 }));
  await expect.poll(() => sink.held, { timeout: 60_000 }).toBe(1);
  const sent = load(server);
  await expect.poll(() => sent.accepted.length, { timeout: 60_000 }).toBeGreaterThan(60);
  const [done = ""] = sent.accepted;
  await server.ended(done);

  const before = [...sent.accepted];
  const callsOfDone = sink.counts().get(`${done}/s1/`);
  const file = join(first.data, "..", `${database}-${process.pid}.tar.gz`);
  closing.push(() => rmSync(file, { force: true }));
  const backup = await runSluice(["backup", file, "--json"], {
    environment: { ...first.settings, SLUICE_DATA: first.data },
  });
  expect([backup.code, backup.err]).toEqual([0, ""]);
  const manifest = JSON.parse(backup.out) as { counts: Record<string, number>; database: string };
  expect(manifest.database).toBe(database);
  expect(manifest.counts.executions).toBeGreaterThanOrEqual(before.length + 1);
  await expect.poll(() => sent.accepted.length, { timeout: 60_000 }).toBeGreaterThan(before.length + 20);
  await server.end("SIGKILL");
  await sent.stop();
  rmSync(first.data, { recursive: true });

  const second = await place(database);
  const environment = { ...second.settings, SLUICE_DATA: second.data };
  const restored = await runSluice(["restore", file], { environment });
  expect([restored.code, restored.err, restored.out]).toEqual([
    0,
    "",
    expect.stringMatching(
      /executions had not ended: they go on at the next start\. No finished step runs again/,
    ),
  ]);
  // What is there now is in nobody's way by accident.
  expect((await runSluice(["restore", file], { environment })).err).toMatch(/already.*--replace/);
  sink.release();
  const data: ServerData = { ...prepared, folder: second.data };
  const again = await ServerProcess.start({ data, environment: second.settings });
  closing.push(() => again.end());
  for (const id of [...before, sleeping, held]) {
    expect([id, (await again.ended(id)).status]).toEqual([id, "succeeded"]);
  }
  for (const id of before) {
    // Once, or twice with the same key where the step's end was later than the backup.
    for (let step = 1; step <= steps; step += 1) {
      expect([1, 2]).toContain(sink.counts().get(`${id}/s${step}/`));
    }
  }
  expect(sink.counts().get(`${held}/s1/`)).toBe(2);
  expect([callsOfDone, sink.counts().get(`${done}/s1/`)]).toEqual([1, 1]);
  expect((await again.post(0, { n: 1 })).ok).toBe(true);
}
