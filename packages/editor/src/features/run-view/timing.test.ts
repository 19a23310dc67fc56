import type { Step } from "@sluice/api/schemas";
import { describe, expect, it } from "vitest";
import { spansOfStep, type TimingGiven, timingOf } from "./timing.ts";

const at = (milliseconds: number) => new Date(1_800_000_000_000 + milliseconds).toISOString();
const step = (node: string, more: Partial<Step>): Step => ({
  ...{ node, type: "set", status: "succeeded", port: "out", input: null, output: null, error: null },
  ...{ rules: null, attempts: 1, failedAttempts: [], frame: "", iterations: null, waiting: null },
  ...{ cached: false, log: [], spent: null, startedAt: null, finishedAt: null },
  ...more,
});
const given = (finished: number | null, now = 0): TimingGiven => ({
  execution: { queuedAt: at(0), startedAt: at(100), finishedAt: finished === null ? null : at(finished) },
  now: Date.parse(at(now)),
  sleeps: (type) => type === "delay",
});
const error = { code: "network-failed", message: "" };

describe("where the time went", () => {
  it("tells attempts from the waits between them", () => {
    const tried = step("ask", {
      ...{ startedAt: at(110), finishedAt: at(900), attempts: 2 },
      failedAttempts: [{ attempt: 1, error, at: at(200), nextAt: at(700) }],
    });
    expect(spansOfStep(tried, given(1000))).toEqual([
      { kind: "running", from: 110, to: 200 },
      { kind: "retrying", from: 200, to: 700 },
      { kind: "running", from: 700, to: 900 },
    ]);
    expect(timingOf([tried], given(1000))).toMatchObject({
      total: 1000,
      by: { queued: 100, running: 290, retrying: 500, waiting: 0, between: 110 },
      longest: { step: { node: "ask" }, time: 790 },
    });
  });

  it("counts what happens at the same time once, work before waiting", () => {
    const steps = [
      step("nap", { type: "delay", startedAt: at(100), finishedAt: at(600) }),
      step("one", { startedAt: at(200), finishedAt: at(300) }),
      step("other", { startedAt: at(250), finishedAt: at(350) }),
      step("inner", { startedAt: at(100), finishedAt: at(600), frame: "each[0]" }),
      step("never", { status: "skipped" }),
    ];
    expect(timingOf(steps, given(600)).by).toEqual({
      ...{ queued: 100, running: 150, retrying: 0, waiting: 350, between: 0 },
    });
  });

  it("goes as far as now while it goes on, and has nothing to say of what has not begun", () => {
    const nap = step("nap", { type: "delay", status: "waiting", startedAt: at(150) });
    expect(timingOf([nap], given(null, 1150))).toMatchObject({
      total: 1150,
      by: { queued: 100, waiting: 1000, between: 50 },
    });
    const unbegun = {
      ...given(null, 500),
      execution: { queuedAt: at(0), startedAt: null, finishedAt: null },
    };
    expect(timingOf([], unbegun)).toEqual({
      ...{ total: 500, longest: null },
      by: { queued: 500, running: 0, retrying: 0, waiting: 0, between: 0 },
    });
  });
});
