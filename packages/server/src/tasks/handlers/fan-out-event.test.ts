import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStage } from "./testing/stage.ts";

let stage: ReturnType<typeof openStage>;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.remove());

const listener = (types: string[], variables: object[] = []) => ({
  type: "event",
  config: JSON.parse(JSON.stringify({ types, variables })),
});
const amount = { key: "amount", from: "body", path: "amount", type: "number", required: true };
const publish = (type: string, data: object, id = "e1") =>
  stage.events.publish({ type, data: { ...data }, id, source: "api" });

describe("the fan-out of an event", () => {
  it("starts who listens, once each, on the event's data", async () => {
    await stage.publish("a", listener(["order.*", "order.paid"], [amount]));
    await stage.publish("b", listener(["*"]));
    await stage.publish("c", listener(["order.refunded"]));
    await stage.publish("d", { type: "webhook", config: {} });
    expect(await publish("order.paid", { amount: 12 })).toEqual({ id: "e1", duplicate: false });
    await stage.fanOut("e1");
    expect(stage.started).toMatchObject([
      {
        ...{ workflowId: "a", startedBy: "event", startKey: "event:e1/a", trigger: { amount: 12 } },
        request: {
          body: { amount: 12 },
          event: { id: "e1", type: "order.paid", source: "api", userId: null },
        },
        origin: { eventId: "e1" },
      },
      { workflowId: "b", startKey: "event:e1/b", trigger: {} },
    ]);
    const starts = [
      { workflowId: "a", executionId: "exe_0", problem: null },
      { workflowId: "b", executionId: "exe_1", problem: null },
    ];
    expect(await stage.events.get("e1")).toMatchObject({
      starts,
      stopped: null,
      fannedOutAt: expect.any(String),
    });
  });

  it("is done once", async () => {
    await stage.publish("a", listener(["*"]));
    await publish("order.paid", {});
    await stage.fanOut("e1");
    await stage.publish("late", listener(["*"]));
    await stage.fanOut("e1");
    await stage.fanOut("unknown");
    expect(stage.started.map(({ workflowId }) => workflowId)).toEqual(["a"]);
  });

  it("goes on where a process died in the middle of it", async () => {
    for (const id of ["a", "b", "c"]) await stage.publish(id, listener(["*"]));
    await publish("order.paid", {});
    stage.dieAfter(2);
    await expect(stage.fanOut("e1")).rejects.toThrow("gone");
    expect(await stage.events.get("e1")).toMatchObject({ fannedOutAt: null, starts: [] });
    stage.dieAfter(9);
    await stage.fanOut("e1");
    expect(stage.started.map(({ startKey }) => startKey)).toEqual(["event:e1/a", "event:e1/b", "event:e1/c"]);
    expect((await stage.events.get("e1")).starts).toHaveLength(3);
  });

  it("leaves out who is paused or off line", async () => {
    for (const id of ["paused", "offline", "on"]) await stage.publish(id, listener(["*"]));
    await stage.workflows.setPaused({ id: "paused", paused: true });
    await stage.workflows.unpublish("offline");
    await publish("order.paid", {});
    await stage.fanOut("e1");
    expect(stage.started.map(({ workflowId }) => workflowId)).toEqual(["on"]);
  });

  it("says of whom it could not start why", async () => {
    await stage.publish("a", listener(["*"], [amount]));
    await publish("order.paid", { amount: "much" });
    await stage.fanOut("e1");
    expect(stage.started).toEqual([]);
    expect((await stage.events.get("e1")).starts).toEqual([
      {
        ...{ workflowId: "a", executionId: null },
        problem: { code: "contract-violation", message: "amount: expected number, got string." },
      },
    ]);
  });

  it("ends a circle of events after sixteen rounds", async () => {
    await stage.publish("a", listener(["again"]));
    await publish("again", {}, "e0");
    let rounds = 0;
    for (; rounds < 40; rounds += 1) {
      const before = stage.started.length;
      await stage.fanOut(`e${rounds}`);
      if (stage.started.length === before) break;
      // The execution calls another one, which emits the same event.
      stage.ended(`exe_${before}`, { startedBy: "event", origin: { eventId: `e${rounds}` } });
      stage.ended(`called_${before}`, { startedBy: "call", origin: { executionId: `exe_${before}` } });
      await stage.events.publish({
        ...{ type: "again", data: {}, id: `e${rounds + 1}`, source: "emit", executionId: `called_${before}` },
      });
    }
    expect(rounds).toBe(17);
    expect(await stage.events.get("e17")).toMatchObject({ stopped: "event-loop", starts: [] });
  });

  it("takes an id once, and says so where another event comes by it", async () => {
    await publish("order.paid", { a: 1, b: 2 });
    expect(await publish("order.paid", { b: 2, a: 1 })).toEqual({ id: "e1", duplicate: true });
    for (const [type, data] of [
      ["order.refunded", { a: 1, b: 2 }],
      ["order.paid", { a: 1 }],
    ] as const) {
      await expect(publish(type, data)).rejects.toMatchObject({ code: "event-id-taken" });
      const emitted = { type, data: { ...data }, id: "e1", source: "emit" } as const;
      expect(await stage.events.publish(emitted)).toEqual({ id: "e1", duplicate: true });
    }
    expect(await stage.events.get("e1")).toMatchObject({ type: "order.paid", data: { a: 1, b: 2 } });
  });
});
