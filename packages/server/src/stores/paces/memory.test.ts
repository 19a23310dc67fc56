import { afterEach, expect, it, vi } from "vitest";
import { createMemoryPaces } from "./memory.ts";
import { pacesCases } from "./store.cases.ts";

pacesCases("memory", async () => {
  const paces = createMemoryPaces();
  return { stores: [paces, paces], remove: () => {} };
});

it("are not remembered for ever", async () => {
  let now = 0;
  const free = new Map<string, number>();
  const { take } = createMemoryPaces(() => now, free);
  for (let host = 0; host < 5000; host += 1) {
    now += 1000;
    const taken = await take({ key: `h${host}`, count: 1, everyMs: 100, mostMs: 0 });
    expect(taken).toEqual({ count: 1, waitMs: 0 });
  }
  expect(free.size).toBeLessThan(1100);
});

afterEach(() => vi.useRealTimers());

it("wait no longer when the clock of the machine is set back", async () => {
  const { take } = createMemoryPaces();
  const turn = { key: "a.example", count: 1, everyMs: 1000, mostMs: 60_000 };
  await take(turn);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_600_000 });
  expect(await take(turn)).toEqual({ count: 1, waitMs: expect.closeTo(1000, -3) });
});
