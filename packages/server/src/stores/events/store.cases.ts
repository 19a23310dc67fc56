import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventsStore, NewEvent } from "./store.ts";

export interface EventsStoreUnderTest {
  readonly events: EventsStore;
  /** Keys of the tasks that wait. */
  readonly waitingTasks: () => Promise<string[]>;
  readonly remove: () => void | Promise<void>;
}

/** What every back end of the event store promises. */
export function eventsStoreCases(name: string, open: () => Promise<EventsStoreUnderTest>): void {
  describe(`events on ${name}`, () => {
    let under: EventsStoreUnderTest;
    let events: EventsStore;
    beforeEach(async () => {
      under = await open();
      events = under.events;
    });
    afterEach(() => under.remove());

    it("gives back what was stored, its data letter by letter", async () => {
      const data = '{"z":1,"a":"\\u0000 é 🎈","n":1e21}';
      expect(await events.add(anEvent({ id: "ours", data, userId: "u1" }))).toBe(true);
      expect(await events.get("ours")).toEqual({
        ...anEvent({ id: "ours", data, userId: "u1" }),
        ...{ fannedOutAt: null, depth: 0, stopped: null, starts: [] },
      });
      expect(await events.get("theirs")).toBeUndefined();
    });

    it("takes the same id once, also when both come at once", async () => {
      const both = await Promise.all([
        events.add(anEvent({ id: "x", data: "1" })),
        events.add(anEvent({ id: "x", data: "2" })),
      ]);
      expect(both.sort()).toEqual([false, true]);
      expect((await events.list({ limit: 9 })).items).toHaveLength(1);
      expect(await events.add(anEvent({ id: "x", type: "other" }))).toBe(false);
      expect((await events.get("x"))?.type).toBe("order.paid");
    });

    it("comes with its fan-out task, or neither is there", async () => {
      await events.add(anEvent({ id: "x" }));
      await events.add(anEvent({ id: "x", type: "other" }));
      await events.add(anEvent({ id: "y" }));
      expect(await under.waitingTasks()).toEqual(["event:x", "event:y"]);
    });

    it("lists the last received first, page by page, also where moments and ids clash", async () => {
      for (const [id, receivedAt, type] of [
        ["b", 2000, "t"],
        ["c", 1000, "t"],
        ["a", 2000, "u"],
        ["d", 3000, "t"],
      ] as const)
        await events.add(anEvent({ id, receivedAt, type }));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await events.list({ limit: 1, cursor });
        seen.push(...page.items.map((event) => event.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(["d", "b", "a", "c"]);
      expect((await events.list({ type: "t", limit: 9 })).items.map(({ id }) => id)).toEqual(["d", "b", "c"]);
    });

    it("remembers what an event started, and the first word of it stays", async () => {
      await events.add(anEvent({ id: "x" }));
      const problem = { code: "contract-violation", message: "body amount: expected number, got missing." };
      const starts = [
        { workflowId: "w1", executionId: "exe_1", problem: null },
        { workflowId: "w2", executionId: null, problem },
      ];
      await events.fannedOut({ id: "x", at: 5000, depth: 2, stopped: null, starts });
      await events.fannedOut({ id: "x", at: 6000, depth: 3, stopped: "event-loop", starts: [] });
      expect(await events.get("x")).toMatchObject({ fannedOutAt: 5000, depth: 2, stopped: null, starts });
      await events.fannedOut({ id: "nothing", at: 5000, depth: 2, stopped: null, starts });
      await events.add(anEvent({ id: "y" }));
      expect(await events.startCounts(["x", "y", "nothing"])).toEqual(
        new Map([["x", { started: 1, refused: 1 }]]),
      );
      expect(await events.startCounts([])).toEqual(new Map());
    });

    it("says which events wait for their fan-out, the oldest first", async () => {
      await events.add(anEvent({ id: "late", receivedAt: 3000 }));
      await events.add(anEvent({ id: "b", receivedAt: 2000 }));
      await events.add(anEvent({ id: "a", receivedAt: 1000 }));
      await events.add(anEvent({ id: "done", receivedAt: 500 }));
      await events.fannedOut({ id: "done", at: 600, depth: 0, stopped: null, starts: [] });
      expect(await events.waiting({ before: 3000, limit: 9 })).toEqual(["a", "b"]);
      expect(await events.waiting({ before: 9000, limit: 1 })).toEqual(["a"]);
    });
  });
}

function anEvent(more: Partial<NewEvent>): NewEvent {
  return {
    ...{ id: "evt_1", type: "order.paid", data: "{}", source: "api" },
    ...{ occurredAt: 900, receivedAt: 1000, userId: null, executionId: null },
    ...more,
  };
}
