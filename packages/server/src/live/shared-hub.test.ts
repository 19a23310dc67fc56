import type { News, Step } from "@sluice/api/schemas";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Broadcast, Channel, Sender } from "./broadcast.ts";
import type { LiveHub } from "./hub.ts";
import { createSharedHub, type StepPointer } from "./shared-hub.ts";

/** Processes joined by nothing but this test: each hears what the others publish, at once. */
function joined(count: number) {
  type Listener = (text: string, from: Sender) => void;
  const processes = Array.from({ length: count }, () => new Map<Channel, Set<Listener>>());
  const gaps = processes.map(() => new Set<() => void>());
  const sent: { channel: Channel; text: string }[] = [];
  const broadcasts = processes.map(
    (own): Broadcast => ({
      publish(channel, text) {
        sent.push({ channel, text });
        for (const process of processes) {
          for (const listener of process.get(channel) ?? [])
            listener(text, process === own ? "here" : "elsewhere");
        }
      },
      subscribe(channel, listener) {
        const listeners = own.get(channel) ?? new Set();
        own.set(channel, listeners.add(listener));
        return () => listeners.delete(listener);
      },
      onGap(listener) {
        gaps[processes.indexOf(own)]?.add(listener);
        return () => {};
      },
      close: async () => {},
    }),
  );
  const gapAt = (at: number) => {
    for (const listener of gaps[at] ?? []) listener();
  };
  return { broadcasts, gapAt, sent: (channel: Channel) => sent.filter((one) => one.channel === channel) };
}

const aStep = (output: string): Step => ({
  ...{
    node: "n",
    type: "set",
    status: "succeeded",
    port: "out",
    input: null,
    output,
    error: null,
    rules: null,
  },
  ...{
    attempts: 1,
    failedAttempts: [],
    frame: "",
    iterations: null,
    waiting: null,
    cached: false,
    log: [],
    spent: null,
  },
  ...{ startedAt: null, finishedAt: null },
});
const stepNews = (output: string): News => ({
  ...{ kind: "step", workflowId: "w", executionId: "e", step: aStep(output) },
});

describe("hubs of several processes", () => {
  let network: ReturnType<typeof joined>;
  let hubs: LiveHub[];
  let read: StepPointer[];
  const hub = (at: number) => hubs[at] as LiveHub;
  const large = "x".repeat(9000);
  beforeEach(() => {
    network = joined(3);
    read = [];
    hubs = network.broadcasts.map((broadcast) =>
      createSharedHub({
        broadcast,
        readStep: async (pointer) => {
          read.push(pointer);
          return aStep(large);
        },
      }),
    );
  });
  afterEach(() => {
    for (const one of hubs) one.close();
  });

  it("tell each other nothing while no browser follows anywhere", () => {
    hub(0).publish(stepNews("a"));
    expect(network.sent("news")).toEqual([]);
    expect(hub(0).readers).toBe(0);
  });

  it("bring news to a browser of another process, once", async () => {
    const reader = hub(1).subscribe();
    expect([hub(0).readers, hub(1).readers, hub(2).readers]).toEqual([1, 1, 1]);
    hub(0).publish(stepNews("a"));
    hub(1).publish(stepNews("b"));
    expect([(await reader.next()).value, (await reader.next()).value]).toEqual([
      stepNews("a"),
      stepNews("b"),
    ]);
    // What happened where the only browser is went nowhere.
    expect(network.sent("news")).toHaveLength(1);
  });

  it("read a step that is too large to be told, where somebody follows", async () => {
    const reader = hub(1).subscribe();
    hub(0).publish(stepNews(large));
    expect((await reader.next()).value).toEqual(stepNews(large));
    expect(read).toEqual([{ workflowId: "w", executionId: "e", node: "n", frame: "" }]);
    expect(Buffer.byteLength(network.sent("news")[0]?.text ?? "")).toBeLessThan(200);
  });

  it("learn who follows when they come later, and forget who has left", () => {
    hub(1).subscribe();
    const late = createSharedHub({
      broadcast: network.broadcasts[2] as Broadcast,
      readStep: async () => undefined,
    });
    expect(late.readers).toBe(1);
    hub(1).close();
    expect([late.readers, hub(0).readers]).toEqual([0, 0]);
    late.close();
  });

  it("let browsers come back after a gap, for what they missed", async () => {
    const reader = hub(1).subscribe();
    const waiting = reader.next();
    network.gapAt(1);
    expect((await waiting).done).toBe(true);
    expect(hub(1).readers).toBe(0);
  });

  it("take nothing that is no news", () => {
    hub(1).subscribe();
    for (const text of ["", "{", "null", '{"kind":"step"}']) network.broadcasts[0]?.publish("news", text);
    network.broadcasts[0]?.publish("readers", "nonsense");
    expect(read).toEqual([]);
  });
});
