import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStage } from "./testing/stage.ts";

let stage: ReturnType<typeof openStage>;
beforeEach(() => {
  stage = openStage("2026-05-01T08:30:00Z");
});
afterEach(() => stage.remove());

const hourly = (missed: "skip" | "once" | "all" = "skip") => ({
  type: "schedule",
  config: { cron: "0 * * * *", timeZone: "Europe/Paris", missed },
});
const slots = () => stage.started.map(({ trigger }) => String(trigger.scheduledAt).slice(5, 16));
const nextTick = () => stage.nextTick("wf")?.slice(5, 16);

describe("a tick", () => {
  it("starts the slot that has come and plans the next one", async () => {
    await stage.publish("wf", hourly());
    stage.at("2026-05-01T09:00:00.200Z");
    await stage.tick("wf");
    expect(stage.started).toEqual([
      {
        ...{ workflowId: "wf", startedBy: "schedule", startKey: "tick:wf/2026-05-01T09:00:00.000Z" },
        trigger: { scheduledAt: "2026-05-01T09:00:00.000Z", timeZone: "Europe/Paris", missed: false },
        request: { body: null, query: {}, headers: {}, method: "", url: "", ip: "" },
        origin: { tick: Date.parse("2026-05-01T09:00:00Z") },
      },
    ]);
    expect(stage.nextTick("wf")).toBe("2026-05-01T10:00:00.000Z");
  });

  it("that comes too early, twice, or by two processes at once starts nothing more", async () => {
    await stage.publish("wf", hourly());
    await stage.tick("wf");
    expect([slots(), nextTick()]).toEqual([[], "05-01T09:00"]);
    stage.at("2026-05-01T09:00:01Z");
    await Promise.all([stage.tick("wf"), stage.tick("wf")]);
    await stage.tick("wf");
    expect([slots(), nextTick()]).toEqual([["05-01T09:00"], "05-01T10:00"]);
  });

  it("repeats no slot when the clock is set back, and goes on when the time comes again", async () => {
    await stage.publish("wf", hourly());
    for (const time of ["2026-05-01T09:00:01Z", "2026-05-01T10:00:01Z"]) {
      stage.at(time);
      await stage.tick("wf");
    }
    stage.at("2026-05-01T08:15:00Z");
    await stage.tick("wf");
    expect(nextTick()).toBe("05-01T11:00");
    stage.at("2026-05-01T11:00:00Z");
    await stage.tick("wf");
    expect(slots()).toEqual(["05-01T09:00", "05-01T10:00", "05-01T11:00"]);
  });

  it("stays bounded when the clock jumps a year forward, and goes on when it is mended", async () => {
    await stage.publish("wf", hourly("all"));
    stage.at("2027-05-01T09:00:00Z");
    await stage.tick("wf");
    expect(stage.started.length).toBeLessThanOrEqual(101);
    stage.at("2026-05-01T09:30:00Z");
    await stage.tick("wf");
    expect(nextTick()).toBe("05-01T10:00");
    stage.at("2026-05-01T10:00:00Z");
    await stage.tick("wf");
    expect(slots().at(-1)).toBe("05-01T10:00");
  });

  it.each([
    ["skip", []],
    ["once", ["05-04T08:00"]],
    ["all", ["05-01T09:00", "05-04T08:00"]],
  ] as const)("after three days without a process: %s", async (missed, expected) => {
    await stage.publish("wf", hourly(missed));
    stage.at("2026-05-04T08:30:00Z");
    await stage.tick("wf");
    const found = slots();
    expect(found).toHaveLength(missed === "all" ? 72 : expected.length);
    expect([...new Set([found[0], found.at(-1)])].filter(Boolean)).toEqual(expected);
    expect(stage.started.every(({ trigger }) => trigger.missed === true)).toBe(true);
    expect(nextTick()).toBe("05-04T09:00");
    expect(stage.logged.length).toBe(missed === "all" ? 0 : 1);
  });

  it("that died in the middle starts the rest of the slots, none twice", async () => {
    await stage.publish("wf", hourly("all"));
    stage.at("2026-05-01T12:30:00Z");
    stage.dieAfter(2);
    await expect(stage.tick("wf")).rejects.toThrow("gone");
    stage.dieAfter(9);
    await stage.tick("wf");
    expect(slots()).toEqual(["05-01T09:00", "05-01T10:00", "05-01T11:00", "05-01T12:00"]);
  });

  it("of a paused workflow lets its slots pass for good", async () => {
    await stage.publish("wf", hourly("all"));
    await stage.workflows.setPaused({ id: "wf", paused: true });
    stage.at("2026-05-01T09:00:00Z");
    await stage.tick("wf");
    await stage.workflows.setPaused({ id: "wf", paused: false });
    stage.at("2026-05-01T10:00:00Z");
    await stage.tick("wf");
    expect(slots()).toEqual(["05-01T10:00"]);
  });

  it("of a workflow that is off line, or has another schedule by now, does what is right now", async () => {
    await stage.publish("wf", hourly());
    await stage.publish("wf", {
      type: "schedule",
      config: { cron: "15 * * * *", timeZone: "UTC", missed: "skip" },
    });
    stage.at("2026-05-01T09:00:00Z");
    await stage.tick("wf");
    expect([slots(), nextTick()]).toEqual([[], "05-01T09:15"]);
    await stage.workflows.unpublish("wf");
    stage.at("2026-05-01T09:15:00Z");
    await stage.tick("wf");
    expect([slots(), nextTick()]).toEqual([[], undefined]);
  });
});
