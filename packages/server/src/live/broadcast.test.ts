import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPostgres } from "../stores/database/postgres/database.ts";
import { silentLog } from "../stores/database/postgres/pool.ts";
import { describeOnPostgres, emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import { broadcastCases } from "./broadcast.cases.ts";
import { type Broadcast, maxTextBytes } from "./broadcast.ts";
import { createLocalBroadcast } from "./local-broadcast.ts";
import { createPostgresBroadcast } from "./postgres-broadcast.ts";

/** A process of an installation: its own connections, its own broadcast. */
async function aProcess(url: string) {
  const database = await openPostgres({ url });
  const broadcast = await createPostgresBroadcast({ database, log: silentLog });
  const leave = async () => {
    await broadcast.close();
    await database.close();
  };
  return { broadcast, leave };
}

describe("news within one process", () => {
  broadcastCases(async () => ({ broadcast: createLocalBroadcast(), remove: async () => {} }));
});

describeOnPostgres("news on PostgreSQL", () => {
  broadcastCases(async () => {
    const { url, remove } = await emptyPostgres();
    const { broadcast, leave } = await aProcess(url);
    return {
      broadcast,
      async remove() {
        await leave();
        await remove();
      },
    };
  });
});

describeOnPostgres("news between processes", () => {
  let url: string;
  let remove: () => Promise<void>;
  let one: Broadcast;
  let two: Broadcast;
  let leave: () => Promise<unknown>;
  beforeEach(async () => {
    ({ url, remove } = await emptyPostgres());
    const [first, second] = [await aProcess(url), await aProcess(url)];
    [one, two] = [first.broadcast, second.broadcast];
    leave = () => Promise.all([first.leave(), second.leave()]);
  });
  afterEach(async () => {
    await leave();
    await remove();
  });

  /** What a broadcast hears from elsewhere from now on. */
  const hearing = (broadcast: Broadcast) => {
    const heard: string[] = [];
    broadcast.subscribe("news", (text, from) => {
      if (from === "elsewhere") heard.push(text);
    });
    return heard;
  };
  const cut = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await client.end();
  };

  it("reach the others whole and in order, and come back to nobody", async () => {
    const [own, others] = [hearing(one), hearing(two)];
    const texts = [
      "",
      "a \u0000 \ud800 \u001a 🎈\n",
      "é".repeat(maxTextBytes / 2),
      ...Array(500).fill("n").map(String),
    ];
    for (const text of texts) one.publish("news", text);
    await expect.poll(() => others.length).toBe(texts.length);
    expect(others).toEqual(texts);
    expect(own).toEqual([]);
  });

  it("say that something was missed instead of a text that is too large", async () => {
    const others = hearing(two);
    let gaps = 0;
    two.onGap(() => {
      gaps += 1;
    });
    one.publish("news", "x".repeat(maxTextBytes + 1));
    await expect.poll(() => gaps).toBe(1);
    one.publish("news", "small");
    await expect.poll(() => others).toEqual(["small"]);
  });

  it("go on after the connection was lost, which both sides are told", async () => {
    const others = hearing(two);
    const gaps = [0, 0];
    for (const [at, broadcast] of [one, two].entries()) {
      broadcast.onGap(() => {
        gaps[at] = (gaps[at] ?? 0) + 1;
      });
    }
    await cut();
    one.publish("news", "maybe lost");
    await expect.poll(() => Math.min(...gaps), { timeout: 10_000 }).toBeGreaterThan(0);
    await expect
      .poll(
        () => {
          one.publish("news", "again");
          return others.includes("again");
        },
        { timeout: 10_000 },
      )
      .toBe(true);
  });
});
