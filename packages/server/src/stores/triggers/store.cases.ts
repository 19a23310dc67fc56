import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WorkflowsStore } from "../workflows/store.ts";
import type { Listening, TriggersStore } from "./store.ts";

export interface TriggersStoreUnderTest {
  readonly triggers: TriggersStore;
  readonly workflows: WorkflowsStore;
  /** Keys of the tasks that wait. */
  readonly waitingTasks: () => Promise<string[]>;
  readonly remove: () => void | Promise<void>;
}

/** What every back end promises about that which listens to the clock and to events. */
export function triggersStoreCases(name: string, open: () => Promise<TriggersStoreUnderTest>): void {
  describe(`triggers on ${name}`, () => {
    let under: TriggersStoreUnderTest;
    let triggers: TriggersStore;
    beforeEach(async () => {
      under = await open();
      triggers = under.triggers;
    });
    afterEach(() => under.remove());

    const publish = async (id: string, listening: Listening, at = 1000) => {
      const { workflows } = under;
      if (!(await workflows.get(id)))
        await workflows.create({ id, hookKey: `key-${id}`, draft: draft(id), at });
      return workflows.publish({ id, revision: 1, note: null, by: null, secretIds: [], listening, at });
    };
    const hourly = (more: Partial<Listening & { kind: "schedule" }> = {}): Listening => ({
      ...{ kind: "schedule", cron: "0 * * * *", timeZone: "UTC", missed: "skip", nextAt: 5000 },
      ...more,
    });

    it("keep a schedule from publishing on, until the workflow is off line or in the trash", async () => {
      await publish("a", hourly());
      expect(await triggers.schedule("a")).toEqual({
        ...{ workflowId: "a", cron: "0 * * * *", timeZone: "UTC", missed: "skip" },
        ...{ doneUntil: 1000, nextAt: 5000, paused: false },
      });
      await under.workflows.setPaused({ id: "a", paused: true });
      expect(await triggers.schedule("a")).toMatchObject({ paused: true, nextAt: 5000 });
      await under.workflows.unpublish("a");
      expect(await triggers.schedule("a")).toBeUndefined();
      await publish("a", hourly());
      await under.workflows.trash({ id: "a", at: 9 });
      expect(await triggers.schedule("a")).toBeUndefined();
      await under.workflows.untrash({ id: "a", listeningOf: () => hourly({ nextAt: 9000 }), at: 8000 });
      expect(await triggers.schedule("a")).toMatchObject({ doneUntil: 8000, nextAt: 9000 });
      expect(await under.waitingTasks()).toEqual(["tick:a"]);
    });

    it("let an equal schedule go on where it was, and begin another one anew", async () => {
      await publish("a", hourly());
      const schedule = { workflowId: "a", cron: "0 * * * *", timeZone: "UTC", doneUntil: 1000 };
      expect(await triggers.advance({ schedule, doneUntil: 5000, nextAt: 7000, at: 1000 })).toBe(true);
      await publish("a", hourly({ missed: "all", nextAt: 9000 }), 6000);
      expect(await triggers.schedule("a")).toMatchObject({ missed: "all", doneUntil: 5000, nextAt: 7000 });
      await publish("a", hourly({ cron: "5 * * * *", nextAt: 9000 }), 6000);
      expect(await triggers.schedule("a")).toMatchObject({ doneUntil: 6000, nextAt: 9000 });
      await publish("a", { kind: "none" });
      expect(await triggers.schedule("a")).toBeUndefined();
    });

    it("move a schedule on once, whoever comes", async () => {
      await publish("a", hourly());
      const schedule = { workflowId: "a", cron: "0 * * * *", timeZone: "UTC", doneUntil: 1000 };
      const both = await Promise.all([
        triggers.advance({ schedule, doneUntil: 5000, nextAt: 7000, at: 1000 }),
        triggers.advance({ schedule, doneUntil: 5000, nextAt: 7000, at: 1000 }),
      ]);
      expect(both.sort()).toEqual([false, true]);
      const other = { ...schedule, cron: "1 * * * *", doneUntil: 5000 };
      expect(await triggers.advance({ schedule: other, doneUntil: 6000, nextAt: null, at: 1000 })).toBe(
        false,
      );
      expect(await triggers.schedule("a")).toMatchObject({ doneUntil: 5000, nextAt: 7000 });
    });

    it("come with the tasks that look at them, each once", async () => {
      await publish("a", hourly());
      await publish("b", hourly({ nextAt: null }));
      await publish("c", { kind: "event", patterns: ["*"] });
      expect(await under.waitingTasks()).toEqual(["tick:a"]);
      const schedule = { workflowId: "a", cron: "0 * * * *", timeZone: "UTC", doneUntil: 1000 };
      await triggers.advance({ schedule, doneUntil: 5000, nextAt: 7000, at: 5000 });
      const stale = { schedule, doneUntil: 6000, nextAt: 8000, at: 5000 };
      expect(await triggers.advance(stale)).toBe(false);
      expect(await under.waitingTasks()).toEqual(["tick:a"]);
    });

    it("say what is due, and what is planned", async () => {
      await publish("a", hourly({ nextAt: 7000 }));
      await publish("b", hourly({ nextAt: 5000 }));
      await publish("c", hourly({ nextAt: null }));
      expect(await triggers.due({ at: 4999, limit: 9 })).toEqual([]);
      expect(await triggers.due({ at: 7000, limit: 9 })).toEqual(["b", "a"]);
      expect(await triggers.due({ at: 7000, limit: 1 })).toEqual(["b"]);
      expect(await triggers.planned({ after: "", limit: 1 })).toEqual([{ workflowId: "a", nextAt: 7000 }]);
      expect(await triggers.planned({ after: "a", limit: 9 })).toEqual([{ workflowId: "b", nextAt: 5000 }]);
    });

    it("find who listens by the heads of a type; the paused ones do not", async () => {
      await publish("a", { kind: "event", patterns: ["order.paid", "order.*", "order.paid"] });
      await publish("b", { kind: "event", patterns: ["*"] });
      await publish("c", { kind: "event", patterns: ["orders.paid"] });
      const heads = ["", "order", "order.paid"];
      expect(await triggers.listeners({ heads })).toEqual([
        { workflowId: "a", pattern: "order.*" },
        { workflowId: "a", pattern: "order.paid" },
        { workflowId: "b", pattern: "*" },
      ]);
      await under.workflows.setPaused({ id: "b", paused: true });
      await publish("a", { kind: "event", patterns: ["order.refunded"] });
      expect(await triggers.listeners({ heads })).toEqual([]);
      await under.workflows.setPaused({ id: "b", paused: false });
      expect(await triggers.listeners({ heads })).toHaveLength(1);
    });
  });
}

function draft(name: string) {
  return {
    document: {
      ...{ format: 1 as const, name, mode: "async" as const },
      ...{ trigger: { type: "webhook", config: {} }, nodes: {}, edges: [] },
    },
    ...{ meaning: name, newSecrets: [], secretIds: [] },
  };
}
