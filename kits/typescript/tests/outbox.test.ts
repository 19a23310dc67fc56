import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOutbox } from "../src/outbox.ts";
import { createEventOutbox } from "../src/publisher.ts";
import type { SendError } from "../src/sender.ts";
import { newSecret } from "../src/signing.ts";
import { noJson, type ScriptedServer, startScriptedServer, wrongUrls } from "./scripted-server.ts";

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());
beforeEach(() => server.answers([]));

const nothing = { waiting: 0, sent: 0, dropped: 0, lost: 0 };
const taken = { status: 202, text: '{"id":"any","duplicate":false}' };

describe("an outbox", () => {
  test("sends in the background in order, drops what has no room, and never throws for what becomes of it", async () => {
    server.answers([{ status: 200 }, { status: 422, problem: { code: "contract-violation" } }]);
    const lost: unknown[] = [];
    const outbox = createOutbox({
      ...{ url: server.url, room: 3, signing: { scheme: "standard", secret: newSecret() } },
      onLost: (error) => {
        lost.push(error);
        throw new Error("a listener's own mistake");
      },
    });
    for (let n = 0; n < 5; n++) outbox.push({ n });
    expect(outbox.counts).toEqual({ waiting: 3, sent: 0, dropped: 2, lost: 0 });
    expect(await outbox.flush({ timeoutMs: 20_000 })).toBe(true);
    expect(outbox.counts).toEqual({ waiting: 0, sent: 2, dropped: 2, lost: 1 });
    expect(await server.came(3)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
    expect(lost).toMatchObject([{ problem: { code: "contract-violation" } }]);
  });

  test("of events publishes alike", async () => {
    server.answers([taken, { status: 422, problem: { code: "event-refused" } }, taken]);
    const lost: unknown[] = [];
    const outbox = createEventOutbox({
      ...{ url: server.url, token: "slu_1", room: 3 },
      onLost: (one) => lost.push(one),
    });
    for (let n = 0; n < 5; n++) outbox.push("a.b", n);
    await outbox.flush();
    expect(outbox.counts).toEqual({ waiting: 0, sent: 2, dropped: 2, lost: 1 });
    expect(await server.came(3)).toMatchObject([{ data: 0 }, { data: 1 }, { data: 2 }]);
    expect(lost).toMatchObject([{ problem: { code: "event-refused" } }]);
  });

  test("does nothing without a URL", async () => {
    const outbox = createOutbox({ url: undefined });
    outbox.push({});
    expect(await outbox.flush()).toBe(true);
    expect(await outbox.close()).toBe(true);
    const events = createEventOutbox({ url: "", token: "" });
    events.push("a.b", 1);
    expect(await events.close()).toBe(true);
    expect([outbox.counts, events.counts]).toEqual([nothing, nothing]);
  });

  test("sends what was pushed, whatever becomes of it", async () => {
    const outbox = createOutbox({ url: server.url });
    const value = { n: 0 };
    for (; value.n < 3; value.n++) outbox.push(value);
    const bytes = new TextEncoder().encode("0");
    outbox.push(bytes);
    bytes.fill(49);
    await outbox.flush();
    const events = createEventOutbox({ url: server.url, token: "slu_1" });
    events.push("a.b", value);
    value.n = 7;
    await events.flush({ timeoutMs: Number.POSITIVE_INFINITY });
    expect(await server.came(5)).toMatchObject([{ n: 0 }, { n: 1 }, { n: 2 }, 0, { data: { n: 3 } }]);
  });

  test("refuses at once what is no JSON", () => {
    const outbox = createOutbox({ url: server.url });
    const events = createEventOutbox({ url: server.url, token: "slu_1" });
    for (const [name, value] of noJson) {
      expect(() => outbox.push(value), name).toThrow(/^the payload is no JSON: /);
      expect(() => events.push("a.b", value), name).toThrow(/^the payload is no JSON: /);
    }
    expect([outbox.counts, events.counts]).toEqual([nothing, nothing]);
  });

  test.each(wrongUrls)("is not made for a URL that is none: %j", (url) => {
    expect(() => createOutbox({ url })).toThrow(/^the URL /);
    expect(() => createEventOutbox({ url, token: "slu_1" })).toThrow(/^the URL /);
  });

  test.each([
    ["an attempt", { status: 200, held: true }],
    ["the wait for another one", { status: 503, headers: { "retry-after": "60" } }],
  ])("ends in time, and %s with it", async (_, answer) => {
    server.answers([answer]);
    const lost: SendError[] = [];
    const outbox = createOutbox({ url: server.url, onLost: (error) => lost.push(error as SendError) });
    for (let n = 0; n < 3; n++) outbox.push(n, { id: `order-${n}` });
    await server.came(1);
    expect(await outbox.flush({ timeoutMs: 5 })).toBe(false);
    expect(outbox.counts).toEqual({ ...nothing, waiting: 3 });
    expect(await outbox.close({ timeoutMs: 5 })).toBe(false);
    expect(outbox.counts).toEqual({ ...nothing, lost: 3 });
    expect(lost.map(({ name, id, status }) => [name, id, status])).toEqual(
      [0, 1, 2].map((n) => ["SendError", `order-${n}`, null]),
    );
    outbox.push(3);
    expect(outbox.counts).toEqual({ ...nothing, lost: 3, dropped: 1 });
    expect(await outbox.flush()).toBe(true);
    expect(await server.came(1)).toEqual([0]);
    server.release();
  });
});
