import { expect, it } from "vitest";
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
