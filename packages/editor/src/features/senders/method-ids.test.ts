import { describe, expect, test } from "vitest";
import { identify } from "./method-ids.ts";

const [a, b, c, d] = [{ is: "a" }, { is: "b" }, { is: "c" }, { is: "d" }];
const three = identify([], [a, b, c]);
const ids = (list: readonly { id: number }[]) => list.map(({ id }) => id);

describe("identities of methods", () => {
  test("stay when one is edited", () => {
    expect(ids(identify(three, [a, { is: "changed" }, c]))).toEqual([0, 1, 2]);
  });

  test("stay with the others when one is taken away from the middle", () => {
    expect(ids(identify(three, [a, c]))).toEqual([0, 2]);
    expect(ids(identify(three, [b, c]))).toEqual([1, 2]);
  });

  test("are new for what is added, also where undo puts it in the middle", () => {
    expect(ids(identify(three, [a, b, c, d]))).toEqual([0, 1, 2, 3]);
    expect(ids(identify(three, [a, d, b, c]))).toEqual([0, 3, 1, 2]);
  });
});
