import { afterEach, describe, expect, it } from "vitest";
import { Sweeper } from "./sweeper.ts";

let sweeper: Sweeper | undefined;
afterEach(() => sweeper?.stop());

/** A sweeper over a list of due executions, which counts its looks. */
function over(due: string[], given: { room?: () => number } = {}) {
  const taken: string[] = [];
  const seen = { looks: 0, taken };
  const made = new Sweeper({
    executions: {
      due: async ({ limit }) => {
        seen.looks += 1;
        return due.slice(0, limit);
      },
      nextDue: async () => null,
    },
    clock: Date.now,
    room: given.room ?? (() => 100),
    take: (id) => {
      taken.push(id);
      due.splice(due.indexOf(id), 1);
    },
    log: { error: () => {} },
  });
  sweeper = made;
  return { sweeper: made, seen };
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe("the sweeper", () => {
  it("looks once for many reasons at once, and misses none", async () => {
    const due = ["a"];
    const { sweeper, seen } = over(due);
    await sweeper.start();
    expect(seen).toEqual({ looks: 1, taken: ["a"] });
    for (let poke = 0; poke < 1000; poke += 1) sweeper.poke();
    due.push("b");
    for (let poke = 0; poke < 1000; poke += 1) sweeper.poke();
    await until(() => seen.taken.includes("b"));
    expect(seen.looks).toBeLessThanOrEqual(3);
  });

  it("looks again for room only when something was left for want of it", async () => {
    let room = 1;
    const { sweeper, seen } = over(["a", "b"], { room: () => room });
    await sweeper.start();
    expect(seen.taken).toEqual(["a"]);
    room = 5;
    sweeper.roomAgain();
    await until(() => seen.taken.length === 2);
    const { looks } = seen;
    for (let end = 0; end < 100; end += 1) sweeper.roomAgain();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(seen.looks).toBe(looks);
  });

  it("takes nothing more when it has stopped", async () => {
    const due: string[] = [];
    const { sweeper, seen } = over(due);
    await sweeper.start();
    sweeper.poke();
    await sweeper.stop();
    due.push("late");
    sweeper.poke();
    sweeper.roomAgain();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(seen.taken).toEqual([]);
  });
});
