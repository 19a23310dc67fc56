import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replay } from "./replay.ts";
import { build, fateOf, pieces, Walk } from "./testing/walk-containers.ts";

describe("advance with containers, whatever the graph", () => {
  it("gives the same result in every order of completions", () => {
    fc.assert(
      fc.property(pieces(2), fc.nat(), fc.infiniteStream(fc.nat()), (root, seed, numbers) => {
        const built = build(root);
        const fate = fateOf(seed);
        const first = new Walk(built, fate).go(() => 0);
        // A failure that ends the execution cuts off what runs beside it: only that much depends on the order.
        const others = [
          new Walk(built, fate).go((count) => count - 1),
          new Walk(built, fate).go((count) => (numbers.next().value ?? 0) % Math.max(1, count)),
        ];
        for (const other of others) {
          expect(other.state.ended).toBe(first.state.ended);
          if (first.state.ended !== "succeeded") continue;
          expect(other.told()).toEqual(first.told());
          expect(other.outcomes).toEqual(first.outcomes);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("always ends, with no frame and no container left open", () => {
    fc.assert(
      fc.property(pieces(2), fc.nat(), fc.nat(), (root, seed, order) => {
        const { state } = new Walk(build(root), fateOf(seed)).go((count) => order % Math.max(1, count));
        expect(state.ended).not.toBeNull();
        expect([...state.frames.keys()]).toEqual([""]);
        expect(state.containers.size).toBe(0);
        expect(state.frames.get("")?.running).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  it("comes to the same end from every beginning of a journal", () => {
    fc.assert(
      fc.property(pieces(2), fc.nat(), fc.nat(), (root, seed, order) => {
        const built = build(root);
        const fate = fateOf(seed);
        const pick = (count: number) => order % Math.max(1, count);
        const whole = new Walk(built, fate).go(pick);
        for (let length = 0; length <= whole.records.length; length += 1) {
          const records = whole.records.slice(0, length);
          const replayed = replay({ graph: built.graph, trigger: {}, records });
          const resumed = new Walk(built, fate, replayed).go(pick);
          expect(resumed.state.ended).toBe(whole.state.ended);
          if (whole.state.ended === "succeeded") expect(resumed.told()).toEqual(whole.told());
          // What had finished is not run again.
          const done = new Set(
            records.map(({ kind, ...one }) => ("node" in one ? `${kind} ${one.frame} ${one.node}` : "")),
          );
          for (const again of resumed.records) {
            if (again.kind !== "finished" && again.kind !== "opened") continue;
            expect(done.has(`${again.kind} ${again.frame} ${again.node}`)).toBe(false);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
