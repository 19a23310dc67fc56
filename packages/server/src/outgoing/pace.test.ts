import { describe, expect, it } from "vitest";
import { createMemoryPaces } from "../stores/paces/memory.ts";
import type { PacesStore, Turns } from "../stores/paces/store.ts";
import { createOutgoing } from "./outgoing.ts";
import { Pace } from "./pace.ts";
import { startReceiver } from "./testing/receiver.ts";
import { request } from "./testing/request.ts";

describe("the pace of a host", () => {
  it("spaces requests out, each by its own share, and leaves other hosts alone", async () => {
    let now = 1000;
    const pace = new Pace({ shared: null, clock: () => now });
    const take = (host: string, perSecond = 10) => pace.take({ host, perSecond, mostMs: 1000 });
    const waits = await Promise.all([take("a"), take("a"), take("a", 2), take("a"), take("b")]);
    expect(waits).toEqual([0, 100, 200, 700, 0]);
    now += 5000;
    expect(await take("a")).toBe(0);
  });

  it("takes no turn for what would wait too long", async () => {
    const pace = new Pace({ shared: null, clock: () => 0 });
    const take = () => pace.take({ host: "a", perSecond: 0.5, mostMs: 1000 });
    expect(await take()).toBe(0);
    for (let count = 0; count < 3; count += 1) {
      await expect(take()).rejects.toMatchObject({ code: "host-paced", kind: "429", retryAfterMs: 2000 });
    }
  });

  it("asks for what came meanwhile all at once, and gives each its own moment", async () => {
    const taken: Turns[] = [];
    const memory = createMemoryPaces(() => 0);
    const shared: PacesStore = {
      ...memory,
      take: (turns) => {
        taken.push(turns);
        return memory.take(turns);
      },
    };
    const pace = new Pace({ shared });
    const take = () => pace.take({ host: "a", perSecond: 10, mostMs: 250 }).catch(({ code }) => code);
    expect(await Promise.all(Array.from({ length: 5 }, take))).toEqual([
      0,
      100,
      200,
      "host-paced",
      "host-paced",
    ]);
    expect(taken.map(({ count }) => count)).toEqual([1, 4]);
    // Those that were refused took nothing.
    expect(await memory.take({ key: "a", count: 1, everyMs: 1, mostMs: 1000 })).toMatchObject({
      waitMs: 300,
    });
  });

  it("goes on with a pace of its own while the database does not answer", async () => {
    const away = () => Promise.reject(new Error("the database is gone"));
    const pace = new Pace({ shared: { take: away, giveBack: away }, clock: () => 0 });
    const take = () => pace.take({ host: "a", perSecond: 10, mostMs: 1000 });
    expect(await Promise.all([take(), take(), take()])).toEqual([0, 100, 200]);
  });

  it("holds for all that goes out, whoever sends it", async () => {
    const at: number[] = [];
    const receiver = await startReceiver((_, response) => {
      at.push(performance.now());
      response.end();
    });
    const out = createOutgoing({ allowNetworks: ["127.0.0.1"] });
    const begun = performance.now();
    await Promise.all(Array.from({ length: 4 }, () => out.fetch(request(receiver.url, { perSecond: 10 }))));
    // The first goes at once, the last one after three tenths; timers may be a little early.
    expect(Math.max(...at) - begun).toBeGreaterThan(280);
    const slow = () => out.fetch(request(receiver.url, { perSecond: 0.01, timeoutMs: 2000 }));
    await slow();
    await expect(slow()).rejects.toMatchObject({ code: "host-paced", kind: "429" });
    const control = new AbortController();
    setTimeout(() => control.abort(), 20);
    const waiting = out.fetch(
      request(receiver.url, { perSecond: 1, timeoutMs: 600_000, signal: control.signal }),
    );
    await expect(waiting).rejects.toMatchObject({ code: "request-cancelled" });
    await out.close();
    await receiver.close();
  });
});
