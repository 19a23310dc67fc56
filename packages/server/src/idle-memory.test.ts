import { setTimeout as delay } from "node:timers/promises";
import { getHeapStatistics } from "node:v8";
import { afterEach, expect, test, vi } from "vitest";
import { giveMemoryBackWhenIdle } from "./idle-memory.ts";

const megabyte = 2 ** 20;
const committed = () => getHeapStatistics().total_heap_size;

let running: { stop(): void } | undefined;
afterEach(() => running?.stop());

/** Some 60 MB of objects that nobody holds when it returns. */
function churn(): number {
  const held = Array.from({ length: 600_000 }, (_, at) => ({ at, text: `${at}` }));
  return held.length;
}

test("what a load took goes back to the system once nothing goes on", async () => {
  churn();
  const loaded = committed();
  running = giveMemoryBackWhenIdle({ everyMs: 50 });
  await vi.waitFor(() => expect(committed()).toBeLessThan(loaded - 10 * megabyte), { timeout: 10_000 });
});

test("while something goes on nothing is collected", async () => {
  churn();
  const loaded = committed();
  running = giveMemoryBackWhenIdle({ everyMs: 20 });
  const until = performance.now() + 400;
  while (performance.now() < until) {
    const busy = performance.now() + 10;
    while (performance.now() < busy);
    await delay(5);
  }
  expect(committed()).toBeGreaterThan(loaded - 10 * megabyte);
});
