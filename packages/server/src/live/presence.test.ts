import { afterEach, describe, expect, it, vi } from "vitest";
import { openPostgres } from "../stores/database/postgres/database.ts";
import { silentLog } from "../stores/database/postgres/pool.ts";
import { describeOnPostgres, emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import type { Broadcast } from "./broadcast.ts";
import { Listeners } from "./local-broadcast.ts";
import { createPostgresBroadcast } from "./postgres-broadcast.ts";
import { presenceCases } from "./presence.cases.ts";
import { createPresence } from "./presence.ts";

/** Two processes joined by nothing but this test. */
function joined(): readonly [Broadcast, Broadcast] {
  const listeners = [new Listeners(), new Listeners()] as const;
  const of = (own: 0 | 1): Broadcast => ({
    publish(channel, text) {
      listeners[own].tell(channel, text, "here");
      listeners[own === 0 ? 1 : 0].tell(channel, text, "elsewhere");
    },
    subscribe: (channel, listener) => listeners[own].add(channel, listener),
    onGap: () => () => {},
    close: async () => {},
  });
  return [of(0), of(1)];
}

describe("presence", () => {
  presenceCases(async () => ({ broadcasts: joined(), remove: async () => {} }));

  afterEach(() => void vi.useRealTimers());

  it("forgets a process that says nothing any more", () => {
    vi.useFakeTimers();
    const [one, two] = joined();
    const seen: number[] = [];
    const presence = createPresence({
      broadcast: one,
      publishHere: (news) => news.kind === "presence" && seen.push(news.people.length),
    });
    presence.join({ workflowId: "wf", person: { tab: "1", name: "ann" } });
    const people = [{ tab: "2", name: "bob" }];
    two.publish("presence", JSON.stringify({ process: "gone", workflowId: "wf", people }));
    two.publish("presence", JSON.stringify({ neither: "one nor other" }));
    vi.advanceTimersByTime(45_000);
    expect(seen).toEqual([1, 2, 1]);
    presence.close();
  });
});

describeOnPostgres("presence on PostgreSQL", () => {
  presenceCases(async () => {
    const { url, remove } = await emptyPostgres();
    const processes = await Promise.all(
      [1, 2].map(async () => {
        const database = await openPostgres({ url });
        const broadcast = await createPostgresBroadcast({ database, log: silentLog });
        return { database, broadcast };
      }),
    );
    return {
      broadcasts: processes.map(({ broadcast }) => broadcast) as unknown as readonly [Broadcast, Broadcast],
      async remove() {
        for (const { broadcast, database } of processes) {
          await broadcast.close();
          await database.close();
        }
        await remove();
      },
    };
  });
});
