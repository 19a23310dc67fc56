import { describe, expect, it } from "vitest";
import { createOutgoing } from "./outgoing.ts";
import { Pace } from "./pace.ts";
import { startReceiver } from "./testing/receiver.ts";
import { request } from "./testing/request.ts";

describe("the pace of a host", () => {
  it("spaces requests out, each by its own share, and leaves other hosts alone", () => {
    let now = 1000;
    const pace = new Pace(() => now);
    const take = (host: string, perSecond = 10) => pace.take({ host, perSecond, mostMs: 1000 });
    expect([take("a"), take("a"), take("a", 2), take("a"), take("b")]).toEqual([0, 100, 200, 700, 0]);
    now += 5000;
    expect(take("a")).toBe(0);
  });

  it("takes no turn for what would wait too long", () => {
    const pace = new Pace(() => 0);
    const take = () => pace.take({ host: "a", perSecond: 0.5, mostMs: 1000 });
    expect(take()).toBe(0);
    for (let count = 0; count < 3; count += 1) {
      expect(take).toThrow(expect.objectContaining({ code: "host-paced", kind: "429", retryAfterMs: 2000 }));
    }
  });

  it("remembers no host for ever", () => {
    let now = 0;
    const pace = new Pace(() => now);
    for (let host = 0; host < 5000; host += 1) {
      now += 1000;
      expect(pace.take({ host: `h${host}`, perSecond: 10, mostMs: 0 })).toBe(0);
    }
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
