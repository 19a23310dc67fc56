import { ulid } from "ulid";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { type DatabaseProxy, startProxy } from "../../testing/postgres/proxy.ts";
import { type PostgresServer, startPostgres } from "../../testing/postgres/server.ts";
import { describeOnPostgres, emptyPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { openPostgres, type PostgresDatabase } from "../database/postgres/database.ts";
import { createPostgresExecutionsStore } from "../executions/postgres.ts";
import { StoreUnavailableError } from "../store-unavailable.ts";
import { anExecution } from "../testing/records.ts";
import { createPostgresIntakeStore } from "./postgres.ts";
import type { IntakeStore } from "./store.ts";

const accepting = (intake: IntakeStore, id: string) => {
  const execution = anExecution({ id, status: "queued", wakeAt: 1 });
  return intake.accept({ delivery: null, execution, journal: null, effects: null });
};

describeOnPostgres("the intake on a database in trouble", () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function throughProxy(): Promise<{ proxy: DatabaseProxy; database: PostgresDatabase }> {
    const { url, remove } = await emptyPostgres();
    const proxy = await startProxy(url);
    const database = await openPostgres({ url: proxy.url });
    closing.push(
      remove,
      () => proxy.close(),
      () => database.close(),
    );
    return { proxy, database };
  }

  it("takes a commit whose answer was lost for what it is: stored", async () => {
    const { proxy, database } = await throughProxy();
    const intake = createPostgresIntakeStore(database);
    proxy.cutAfter("COMMIT");
    const id = newId();
    await accepting(intake, id);
    expect(await createPostgresExecutionsStore(database).get(id)).toMatchObject({ id });
  });

  it("refuses what was lost before its commit, and stores nothing of it", async () => {
    const { proxy, database } = await throughProxy();
    const intake = createPostgresIntakeStore(database);
    proxy.cutAfter("INSERT");
    const id = newId();
    await expect(accepting(intake, id)).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(await createPostgresExecutionsStore(database).get(id)).toBeUndefined();
    await accepting(intake, id);
  });

  it("notices that the network swallows everything, and recovers", async () => {
    const { proxy, database } = await throughProxy();
    const intake = createPostgresIntakeStore(database);
    await accepting(intake, newId());
    proxy.blackHole();
    const from = performance.now();
    await expect(accepting(intake, newId())).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(performance.now() - from).toBeLessThan(60_000);
    proxy.heal();
    await expect
      .poll(() => accepting(intake, newId()).then(() => "stored", String), { timeout: 20_000 })
      .toBe("stored");
  });

  it("repeats what PostgreSQL took back for the sake of another transaction", async () => {
    const { database } = await throughProxy();
    const intakes = [
      createPostgresIntakeStore(database),
      createPostgresIntakeStore(await another(database.url)),
    ];
    const ids = Array.from({ length: 40 }, newId);
    await Promise.all(ids.map((id) => accepting(intakes[0] as IntakeStore, id)));
    // The same rows in opposite orders, from two processes: they wait for each other.
    const append = (intake: IntakeStore, executionId: string) =>
      intake.append({
        ...{ chunk: null, executionId, epoch: 0, effects: null, result: null },
        progress: anExecution({ status: "running" }),
      });
    for (let round = 0; round < 5; round += 1) {
      const results = await Promise.all([
        ...ids.map((id) => append(intakes[0] as IntakeStore, id)),
        ...ids.toReversed().map((id) => append(intakes[1] as IntakeStore, id)),
      ]);
      expect(results.every(Boolean)).toBe(true);
    }
  });

  async function another(url: string): Promise<PostgresDatabase> {
    const database = await openPostgres({ url });
    closing.push(() => database.close());
    return database;
  }
});

describeOnPostgres("the intake on a server that crashes before a commit", () => {
  it("does not take it for done because another transaction was given its number", async () => {
    // Nothing of the transaction is in the log when the server crashes: its number is free again.
    const server = await startPostgres({ flags: ["-c", "wal_writer_delay=10s"] });
    const proxy = await startProxy(server.url);
    const database = await openPostgres({ url: proxy.url });
    const intake = createPostgresIntakeStore(database);
    await accepting(intake, newId());
    const id = newId();
    const reached = proxy.keep("COMMIT");
    const refused = expect(accepting(intake, id)).rejects.toBeInstanceOf(StoreUnavailableError);
    await reached;
    await server.crash();
    await server.resume();
    const other = await openPostgres({ url: server.url });
    const others = createPostgresIntakeStore(other);
    for (let count = 0; count < 20; count += 1) await accepting(others, newId());
    await refused;
    expect(await createPostgresExecutionsStore(other).get(id)).toBeUndefined();
    await expect
      .poll(() => accepting(intake, id).then(() => "stored", String), { timeout: 20_000 })
      .toBe("stored");
    await other.close();
    await database.close();
    await proxy.close();
    await server.remove();
  });
});

describeOnPostgres("the intake on a server that is restarted under load", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    if (inject("postgresUrl") !== null) server = await startPostgres();
  });
  afterAll(() => server?.remove());

  it("tells the truth about every operation", async () => {
    const database = await openPostgres({ url: server.url });
    const intake = createPostgresIntakeStore(database);
    const [stored, refused]: [string[], string[]] = [[], []];
    let going = true;
    const sender = async () => {
      while (going) {
        const id = newId();
        await accepting(intake, id).then(
          () => stored.push(id),
          (error) => {
            expect(error).toBeInstanceOf(StoreUnavailableError);
            refused.push(id);
            return new Promise((resolve) => setTimeout(resolve, 20));
          },
        );
      }
    };
    const senders = Array.from({ length: 16 }, sender);
    for (let restart = 0; restart < 4; restart += 1) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await server.halt();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await server.resume();
    }
    const before = stored.length;
    await expect.poll(() => stored.length, { timeout: 20_000 }).toBeGreaterThan(before);
    going = false;
    await Promise.all(senders);
    const { rows } = await database.intakePool.query<{ id: string }>("select id from sluice.executions");
    const there = new Set(rows.map(({ id }) => id));
    expect(stored.filter((id) => !there.has(id))).toEqual([]);
    expect(refused.filter((id) => there.has(id))).toEqual([]);
    expect(there.size).toBe(stored.length);
    expect(refused.length).toBeGreaterThan(0);
    await database.close();
  });
});

function newId(): string {
  return `exe_${ulid()}`;
}
