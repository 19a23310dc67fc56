import { expect, it } from "vitest";
import { crash, killsByEvents } from "./crash.ts";
import { isKept } from "./judge.ts";

// A short edition of `npm run bench -- crash`: the same programs, a few kills, and no word about speed.
it("keeps every promise when it is killed again and again under load", async () => {
  const { verdict } = await crash({
    ...{ nextKill: killsByEvents(3, 80), processes: 1, senders: 6, pauseMs: 30, restMs: 120_000 },
  });
  const { counts, ...broken } = verdict;
  expect(broken).toEqual(Object.fromEntries(Object.keys(broken).map((name) => [name, []])));
  expect(isKept(verdict)).toBe(true);
  expect(counts.accepted).toBeGreaterThan(0);
}, 600_000);
