import { afterEach, beforeEach, expect, it } from "vitest";
import type { AlertRule, AlertState, AlertsStore } from "./store.ts";

export interface AlertsStoreUnderTest {
  readonly store: AlertsStore;
  readonly remove: () => void | Promise<void>;
}

const rule = (id: string, more: Partial<AlertRule> = {}): AlertRule => ({
  ...{ id, name: `Watches ${id}`, enabled: true, recipients: ["a@b.example"], language: "fr" },
  condition: { kind: "queue-age", workflowId: null, settings: { seconds: 60 } },
  ...{ repeatMinutes: 30, mutedUntil: null, createdAt: 5, updatedAt: 5, ...more },
});
const firing: AlertState = {
  ...{ evaluatedAt: 100, firingSince: 90, withinSince: null, toldAt: 100, told: 1, problem: "mail" },
  measure: {
    ...{ beyond: true, value: 61, of: null, since: null, path: "/executions?status=queued" },
    said: { en: "é", fr: "è" },
  },
};

/** What every back end of the alerts promises. */
export function alertsStoreCases(open: () => Promise<AlertsStoreUnderTest>): void {
  let under: AlertsStoreUnderTest;
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.remove());

  it("keep a rule and how it stands", async () => {
    const { store } = under;
    await store.create(rule("alr_1"));
    await store.create(rule("alr_2", { enabled: false }));
    expect((await store.list()).map(({ id }) => id)).toEqual(["alr_2", "alr_1"]);
    expect(await store.get("alr_1")).toEqual({
      ...rule("alr_1"),
      ...{ evaluatedAt: null, firingSince: null, withinSince: null, toldAt: null, told: 0 },
      ...{ measure: null, problem: null },
    });
    const [claimed] = await store.claim({ now: 10, until: 50, limit: 9 });
    expect(await store.settle({ id: "alr_1", claimedUntil: 50, state: firing, nextAt: 200 })).toBe(true);
    expect(claimed).toMatchObject({ id: "alr_1", claimedUntil: 50 });
    expect(await store.get("alr_1")).toEqual({ ...rule("alr_1"), ...firing });

    expect(await store.save(rule("alr_1", { name: "Other", createdAt: 9 }), { forget: false })).toBe(true);
    expect(await store.get("alr_1")).toEqual({ ...rule("alr_1", { name: "Other" }), ...firing });
    await store.save(rule("alr_1"), { forget: true });
    expect(await store.get("alr_1")).toMatchObject({ firingSince: null, measure: null, told: 0 });
    expect(await store.delete("alr_1")).toBe(true);
    expect([await store.delete("alr_1"), await store.save(rule("alr_1"), { forget: false })]).toEqual([
      false,
      false,
    ]);
    expect(await store.get("alr_1")).toBeUndefined();
  });

  it("give a rule to one at a time, when it is due", async () => {
    const { store } = under;
    for (const id of ["alr_1", "alr_2", "alr_3"]) await store.create(rule(id));
    await store.create(rule("alr_off", { enabled: false }));
    const claims = await Promise.all([20, 21, 22].map((until) => store.claim({ now: 10, until, limit: 2 })));
    // In PostgreSQL one may have passed over what another was about to take.
    const rest = await store.claim({ now: 10, until: 23, limit: 9 });
    expect(
      [...claims, rest]
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(["alr_1", "alr_2", "alr_3"]);
    expect(await store.claim({ id: "alr_1", now: 10, until: 30, limit: 1 })).toEqual([]);
    // Its holder is gone.
    const [again] = await store.claim({ id: "alr_1", now: 30, until: 40, limit: 1 });
    expect(again?.claimedUntil).toBe(40);
    expect(await store.settle({ id: "alr_1", claimedUntil: 20, state: firing, nextAt: 99 })).toBe(false);
    expect(await store.settle({ id: "alr_1", claimedUntil: 40, state: firing, nextAt: null })).toBe(true);
    expect(await store.claim({ id: "alr_1", now: 39, until: 50, limit: 1 })).toEqual([]);
    expect(await store.settle({ id: "alr_1", claimedUntil: 40, state: firing, nextAt: 99 })).toBe(true);
    // Not due, but asked for by name.
    expect((await store.claim({ now: 98, until: 120, limit: 9 })).map(({ id }) => id)).not.toContain("alr_1");
    expect(await store.claim({ id: "alr_1", now: 98, until: 110, limit: 1 })).toHaveLength(1);
    // Whoever changes it takes it away from whoever looks at it.
    await store.save(rule("alr_1"), { forget: false });
    expect(await store.settle({ id: "alr_1", claimedUntil: 110, state: firing, nextAt: 99 })).toBe(false);
    expect(await store.claim({ id: "alr_off", now: 500, until: 510, limit: 1 })).toEqual([]);
  });
}
