import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aDelivery, anExecution, id } from "../testing/records.ts";
import type { WorkflowsStore } from "../workflows/store.ts";
import type { IntakeStores } from "./store.cases.ts";
import type { DedupeClaim, IntakeStore } from "./store.ts";

/** A workflow that may be paused. */
export async function pausable(workflows: WorkflowsStore, workflowId: string): Promise<void> {
  const document = {
    ...{ format: 1 as const, name: "Held", mode: "async" as const, nodes: {}, edges: [] },
    trigger: { type: "webhook", config: {} },
  };
  const draft = { document, meaning: "m", newSecrets: [], secretIds: [] };
  const { revision } = await workflows.create({ id: workflowId, hookKey: `key-${workflowId}`, draft, at: 1 });
  await workflows.publish({
    ...{ id: workflowId, revision, note: null, by: null, secretIds: [], at: 1 },
    listening: { kind: "none" },
  });
  await workflows.setPaused({ id: workflowId, paused: true });
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Dedupe keys, deliveries that are held, bodies that go: the same on every database. */
export function heldCases(name: string, open: () => Promise<IntakeStores>): void {
  describe(`keys and held deliveries on ${name}`, () => {
    let stores: IntakeStores;
    beforeEach(async () => {
      stores = await open();
      await pausable(stores.workflows, "wf_1");
    });
    afterEach(() => stores.close());

    const claim = (at: number, more: Partial<DedupeClaim> = {}): DedupeClaim => ({
      ...{ workflowId: "wf_1", keyHash: "k", deliveryId: id("dlv", at), now: 10, expiresAt: 20 },
      ...more,
    });
    const accept = (at: number, more: Partial<Parameters<IntakeStore["accept"]>[0]> = {}) =>
      stores.intake.accept({
        delivery: aDelivery({ id: id("dlv", at), executionId: id("exe", at) }),
        execution: anExecution({ id: id("exe", at), deliveryId: id("dlv", at) }),
        ...{ journal: null, effects: null },
        ...more,
      });
    const aHeld = (at: number) => aDelivery({ id: id("dlv", at), verdict: "held", body: Buffer.from("raw") });
    const hold = (at: number, more: { claim?: DedupeClaim; most?: number } = {}) =>
      stores.intake.hold({ delivery: aHeld(at), claim: null, most: 100, ...more });
    const held = (at: number) => ({ deliveryId: id("dlv", at), version: 7, variables: { a: 1 }, now: 99 });
    const release = (at: number, execution = at) =>
      stores.intake.accept({
        ...{ delivery: null, journal: null, effects: null, held: held(at) },
        execution: anExecution({ id: id("exe", execution), deliveryId: id("dlv", at) }),
      });
    const executionsNow = async () => (await stores.executions.list({ limit: 100 })).length;

    it("stores the first of a key, and says which it was", async () => {
      expect(await accept(1, { claim: claim(1) })).toBe("stored");
      expect(await accept(2, { claim: claim(2) })).toEqual({ duplicateOf: id("dlv", 1) });
      const look = { workflowId: "wf_1", keyHash: "k" };
      expect(await stores.deliveries.claimedBy({ ...look, now: 19 })).toBe(id("dlv", 1));
      expect(await stores.deliveries.claimedBy({ ...look, now: 20 })).toBeUndefined();
      expect(await executionsNow()).toBe(1);
      expect(await stores.deliveries.get(id("dlv", 2))).toBeUndefined();
      // Another key, another workflow, and the same key when its window is over.
      expect(await accept(3, { claim: claim(3, { keyHash: "other" }) })).toBe("stored");
      expect(await accept(4, { claim: claim(4, { workflowId: "wf_2" }) })).toBe("stored");
      expect(await accept(5, { claim: claim(5, { now: 20, expiresAt: 30 }) })).toBe("stored");
      expect(await accept(6, { claim: claim(6, { now: 29, expiresAt: 39 }) })).toEqual({
        duplicateOf: id("dlv", 5),
      });
    });

    it("stores one of fifty that come at once", async () => {
      const became = await Promise.all(numbers(50).map((at) => accept(at, { claim: claim(at) })));
      const first = became.indexOf("stored");
      expect(became.filter((one) => one === "stored")).toHaveLength(1);
      expect(became.filter((_, at) => at !== first)).toEqual(
        Array(49).fill({ duplicateOf: id("dlv", first) }),
      );
      expect(await executionsNow()).toBe(1);
    });

    it("leaves the key of one that found no room to the next", async () => {
      const concurrency = { key: "c", limit: 1 };
      const busy = anExecution({ id: id("exe", 0), status: "running", concurrency });
      await accept(0, { delivery: null, execution: busy });
      const full = (at: number) => ({
        ...{ claim: claim(at), refuseWhenFull: true },
        execution: anExecution({
          id: id("exe", at),
          deliveryId: id("dlv", at),
          status: "queued",
          concurrency,
        }),
      });
      expect(await Promise.all([accept(1, full(1)), accept(2, full(2))])).toEqual(["full", "full"]);
      expect(await accept(3, { claim: claim(3) })).toBe("stored");
    });

    it("holds up to a limit, the first of a key only", async () => {
      const bound = { most: 2 };
      expect(await hold(1, { ...bound, claim: claim(1) })).toBe("held");
      expect(await hold(2, { ...bound, claim: claim(2) })).toEqual({ duplicateOf: id("dlv", 1) });
      expect(await hold(3, bound)).toBe("held");
      expect(await hold(4, { ...bound, claim: claim(4, { keyHash: "free" }) })).toBe("full");
      expect(await accept(5, { claim: claim(5, { keyHash: "free" }) })).toBe("stored");
      expect(await stores.deliveries.held({ workflowId: "wf_1", after: "", limit: 9 })).toEqual([
        id("dlv", 1),
        id("dlv", 3),
      ]);
      expect([...(await stores.deliveries.countHeld(["wf_1", "wf_2"]))]).toEqual([["wf_1", 2]]);
      // One that has run makes room.
      expect([await release(1), await hold(6, bound), await hold(7, bound)]).toEqual([
        "stored",
        "held",
        "full",
      ]);
    });

    it("holds nothing for a workflow that is not paused, or not there, and takes no key", async () => {
      await stores.workflows.setPaused({ id: "wf_1", paused: false });
      expect(await hold(1, { claim: claim(1) })).toBe("not-paused");
      const stray = aDelivery({ id: id("dlv", 2), workflowId: "wf_9", verdict: "held" });
      expect(await stores.intake.hold({ delivery: stray, claim: null, most: 9 })).toBe("not-paused");
      expect(await stores.deliveries.list({ limit: 9 })).toEqual([]);
      expect(await accept(3, { claim: claim(3) })).toBe("stored");
    });

    it("holds nothing once a resume is on disk: who looks after it sees all that is held", async () => {
      for (let round = 0; round < 8; round += 1) {
        await stores.workflows.setPaused({ id: "wf_1", paused: true });
        let waiting = true;
        let at = 0;
        const holding = Array.from({ length: 4 }, async () => {
          for (let turn = 0; waiting || turn < 3; turn += 1) {
            at += 1;
            await hold(round * 10_000 + at, { most: 100_000 });
          }
        });
        while (at < 12) await new Promise((resolve) => setImmediate(resolve));
        await stores.workflows.setPaused({ id: "wf_1", paused: false });
        const seen = await stores.deliveries.countHeld(["wf_1"]);
        waiting = false;
        await Promise.all(holding);
        expect([...(await stores.deliveries.countHeld(["wf_1"]))]).toEqual([...seen]);
      }
      const last = (await stores.deliveries.held({ workflowId: "wf_1", after: "", limit: 100_000 })).at(-1);
      expect(await stores.deliveries.lastHeld("wf_1")).toBe(last);
      expect(await stores.deliveries.lastHeld("wf_2")).toBeUndefined();
    });

    it("gives the key of one that is let go to whoever sends it again, and no other key", async () => {
      for (const at of [1, 2]) await hold(at, { claim: claim(at, { keyHash: `k${at}` }) });
      // Its window is over: another has its key by now.
      await hold(3, { claim: claim(3, { keyHash: "k3", expiresAt: 11 }) });
      await accept(4, { claim: claim(4, { keyHash: "k3", now: 12, expiresAt: 22 }) });
      const discard = { workflowId: "wf_1", note: "n", now: 13, dropBodies: false };
      await stores.intake.discardHeld({ ...discard, ids: [id("dlv", 1), id("dlv", 3)] });
      expect(await accept(5, { claim: claim(5, { keyHash: "k1" }) })).toBe("stored");
      expect(await accept(6, { claim: claim(6, { keyHash: "k2" }) })).toEqual({ duplicateOf: id("dlv", 2) });
      expect(await accept(7, { claim: claim(7, { keyHash: "k3", now: 14 }) })).toEqual({
        duplicateOf: id("dlv", 4),
      });
      // Who is let go already has no key any more, and takes none away.
      await stores.intake.discardHeld({ ...discard, ids: [id("dlv", 1)] });
      expect(await accept(8, { claim: claim(8, { keyHash: "k1" }) })).toEqual({ duplicateOf: id("dlv", 5) });
    });

    it("runs a held one once, and says then which version it was", async () => {
      await hold(1);
      const became = await Promise.all(numbers(10).map((at) => release(1, at)));
      expect(became.filter((one) => one === "stored")).toHaveLength(1);
      expect(became.filter((one) => one === "gone")).toHaveLength(9);
      expect(await executionsNow()).toBe(1);
      const executionId = id("exe", became.indexOf("stored"));
      expect(await stores.deliveries.get(id("dlv", 1))).toMatchObject({
        ...{ verdict: "accepted", executionId, version: 7, variables: { a: 1 }, note: null },
        settledAt: new Date(99).toISOString(),
        request: { body: "raw" },
      });
      expect(await release(2)).toBe("gone");
    });

    it("goes on holding one whose execution finds no room", async () => {
      await hold(1);
      const concurrency = { key: "c", limit: 1 };
      const busy = anExecution({ id: id("exe", 0), status: "running", concurrency });
      await accept(0, { delivery: null, execution: busy });
      const began = await accept(2, {
        ...{ delivery: null, held: held(1), refuseWhenFull: true },
        execution: anExecution({
          ...{ id: id("exe", 2), deliveryId: id("dlv", 1), status: "queued", concurrency },
        }),
      });
      expect(began).toBe("full");
      expect(await executionsNow()).toBe(1);
      expect(await stores.deliveries.get(id("dlv", 1))).toMatchObject({
        ...{ verdict: "held", executionId: null, settledAt: null },
      });
      expect([await release(1, 3), await executionsNow()]).toEqual(["stored", 2]);
    });

    it("lets held ones go with a reason, those of this workflow and no other", async () => {
      for (const at of [1, 2, 3]) await hold(at);
      const given = { note: "a test\0 run", now: 5, dropBodies: false };
      const discard = (workflowId: string, ats: number[], dropBodies = false) =>
        stores.intake.discardHeld({ ...given, workflowId, dropBodies, ids: ats.map((at) => id("dlv", at)) });
      expect(await discard("wf_2", [1])).toBe(0);
      expect(await discard("wf_1", [1, 9])).toBe(1);
      expect(await discard("wf_1", [1, 2], true)).toBe(1);
      const [one, two] = await Promise.all([1, 2].map((at) => stores.deliveries.get(id("dlv", at))));
      const settled = { verdict: "held", reason: "discarded", note: "a test\0 run" };
      expect(one).toMatchObject({ ...settled, request: { body: "raw", bodyRemovedAt: null } });
      expect(two).toMatchObject({ ...settled, request: { body: "", bodyRemovedAt: expect.any(String) } });
      expect(await release(1)).toBe("gone");
      expect(await stores.deliveries.held({ workflowId: "wf_1", after: "", limit: 9 })).toEqual([
        id("dlv", 3),
      ]);
    });

    it("takes a body away with the end of its execution", async () => {
      const effects = {
        ...{ waits: [], endedWaits: [], values: [], events: [], calls: [], cached: [], tasks: [] },
        goneBodies: [id("dlv", 1)],
      };
      const delivery = aDelivery({ id: id("dlv", 1), body: Buffer.from("raw"), bodyBytes: 3 });
      await accept(1, { delivery, effects });
      await accept(2, { delivery: { ...delivery, id: id("dlv", 2) } });
      const source = async (at: number) => stores.deliveries.source(id("dlv", at));
      expect((await source(1))?.body).toHaveLength(0);
      expect((await source(1))?.bodyRemovedAt).toBeGreaterThan(1e12);
      expect(await source(2)).toMatchObject({ body: Buffer.from("raw"), bodyRemovedAt: null });
    });

    it("keeps the newest of each verdict", async () => {
      const verdicts = ["refused", "filtered", "duplicate"] as const;
      const deliveries = numbers(12).map((at) => {
        const verdict = verdicts[at % 3] ?? "refused";
        return aDelivery({ id: id("dlv", at), verdict, duplicateOf: id("dlv", 99), rules: [] });
      });
      await hold(90);
      const keep = { refused: 3, filtered: 2, duplicate: 0 };
      await stores.intake.refuse({ deliveries, counts: [], keep });
      const left = async (verdict: (typeof verdicts)[number]) =>
        (await stores.deliveries.list({ workflowId: "wf_1", verdict, limit: 9 })).map((one) => one.id);
      expect(await left("refused")).toEqual([9, 6, 3].map((at) => id("dlv", at)));
      expect(await left("filtered")).toEqual([10, 7].map((at) => id("dlv", at)));
      expect(await left("duplicate")).toEqual([]);
      expect(await stores.deliveries.get(id("dlv", 10))).toMatchObject({
        rules: [],
        duplicateOf: id("dlv", 99),
      });
      expect([...(await stores.deliveries.countHeld(["wf_1"]))]).toEqual([["wf_1", 1]]);
    });
  });
}
