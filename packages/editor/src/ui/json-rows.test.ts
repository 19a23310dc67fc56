import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonRow, jsonRows, type Toggled } from "./json-rows.ts";

const rowsOf = (value: unknown, toggled: Toggled = new Map()) => [...jsonRows(value, toggled)];
const shape = (rows: JsonRow[]) => rows.map(({ depth, name, kind }) => `${depth} ${name ?? "-"} ${kind}`);

describe("jsonRows", () => {
  test("opens two levels and leaves the rest closed", () => {
    expect(shape(rowsOf({ a: { b: { c: 1 } } }))).toEqual([
      "0 - open",
      "1 a open",
      "2 b closed",
      "1 - end",
      "0 - end",
    ]);
  });

  test("opens and closes what the reader says", () => {
    // given
    const toggled = new Map([
      ['["a"]', false],
      ["[]", true],
    ]);

    // then
    expect(shape(rowsOf({ a: { b: 1 }, c: null }, toggled))).toEqual([
      "0 - open",
      "1 a closed",
      "1 c value",
      "0 - end",
    ]);
  });

  test("leaves a long list inside closed, and an empty branch without children", () => {
    // given
    const value = { long: Array.from({ length: 101 }, () => 0), empty: [] };

    // then
    expect(shape(rowsOf(value))).toEqual(["0 - open", "1 long closed", "1 empty closed", "0 - end"]);
  });

  test("does no more work than the lines that are taken", () => {
    // given
    let read = 0;
    const list = new Proxy(
      Array.from({ length: 100_000 }, (_, index) => index),
      {
        get: (target, key, receiver) => {
          if (typeof key === "string" && /^\d+$/.test(key)) read += 1;
          return Reflect.get(target, key, receiver);
        },
      },
    );

    // when
    const rows = jsonRows(list, new Map());
    for (let taken = 0; taken < 300; taken += 1) rows.next();

    // then
    expect(read).toBeLessThan(400);
  });

  test("gives every line an id of its own and closes every branch that it opens", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const all: Toggled = { get: () => true } as unknown as Toggled;
        const rows = rowsOf(value, all);
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        expect(rows.filter(({ kind }) => kind === "open")).toHaveLength(
          rows.filter(({ kind }) => kind === "end").length,
        );
      }),
    );
  });
});
