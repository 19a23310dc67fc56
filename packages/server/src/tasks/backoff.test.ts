import { expect, it } from "vitest";
import { backoffMs, taskBackoff } from "./backoff.ts";

const always = (value: number) => () => value;

it("grows by its factor up to its bound", () => {
  const plan = { firstMs: 100, factor: 2, mostMs: 1000 };
  const most = [1, 2, 3, 4, 5, 6, 1000].map((attempt) => backoffMs(attempt, plan, always(1)));
  expect(most).toEqual([100, 200, 400, 800, 1000, 1000, 1000]);
});

it("spreads what failed together over half of the time", () => {
  expect(backoffMs(1, { firstMs: 100, factor: 2, mostMs: 1000 }, always(0))).toBe(50);
  const times = Array.from({ length: 200 }, () => backoffMs(4));
  expect(new Set(times).size).toBeGreaterThan(100);
  expect(Math.max(...times)).toBeLessThanOrEqual(taskBackoff.firstMs * taskBackoff.factor ** 3);
});
