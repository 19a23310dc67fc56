import { describe, expect, it } from "vitest";
import { VersionedMap } from "./versioned-map.ts";

const entriesOf = (map: VersionedMap<number>) =>
  Object.fromEntries([...map.keys()].map((key) => [key, map.get(key)]));

describe.each([3, 1000])("a map of %i entries", (size) => {
  const first = new VersionedMap(Array.from({ length: size }, (_, at) => [`k${at}`, at] as const));
  const asItWas = entriesOf(first);
  const second = first.with([
    ["k1", undefined],
    ["k2", 22],
    ["new", 7],
  ]);
  const third = second.with([
    ["k1", 11],
    ["k2", undefined],
    ["k2", 222],
  ]);

  it("has what a change makes of it in another version", () => {
    expect([third.size, third.get("k1"), third.get("k2"), third.has("new")]).toEqual([
      size + 1,
      11,
      222,
      true,
    ]);
  });

  it("is itself as it was, also after two versions and when it is changed once more", () => {
    expect(entriesOf(second)).toEqual({
      ...Object.fromEntries(Object.entries(asItWas).filter(([key]) => key !== "k1")),
      ...{ k2: 22, new: 7 },
    });
    expect(entriesOf(first)).toEqual(asItWas);
    const other = first.with([["k0", -1]]);
    expect([other.get("k0"), other.get("k2"), first.get("k0"), third.get("k0")]).toEqual([-1, 2, 0, 0]);
  });

  it("is the same one when nothing changes", () => {
    expect(third.with([])).toBe(third);
  });
});
