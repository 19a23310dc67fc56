import type { Json } from "@sluice/workflow/node-contract";
import { describe, expect, it } from "vitest";
import {
  asKind,
  type JsonKind,
  jsonKinds,
  kindOf,
  partsOf,
  pathText,
  withName,
  withOneMore,
  withoutPart,
  withPart,
} from "./json-edits.ts";

const order = { id: "{{ trigger.id }}", lines: [{ sku: "a" }, { sku: "b" }], "odd key": null } satisfies Json;

describe("edits of a JSON value", () => {
  it("change one part and leave the rest as it is", () => {
    const after = withPart(order, ["lines", 1, "sku"], 7);
    expect(after).toEqual({ ...order, lines: [{ sku: "a" }, { sku: 7 }] });
    expect((after as typeof order & { lines: Json[] }).lines[0]).toBe(order.lines[0]);
    expect(withPart(order, [], 1)).toBe(1);
    expect(withPart(order, ["lines", 9, "sku"], 7)).toEqual(order);
    expect(withPart(order, ["constructor"], 7)).toBe(order);
  });

  it("take parts away, add them under a free name, and rename them in place", () => {
    expect(withoutPart(order, ["lines", 0])).toEqual({ ...order, lines: [{ sku: "b" }] });
    expect(Object.keys(withoutPart(order, ["id"]) as object)).toEqual(["lines", "odd key"]);
    expect(withOneMore(order, ["lines"], "field")).toEqual({ ...order, lines: [...order.lines, ""] });
    const more = withOneMore(withOneMore({ field: 1 }, [], "field"), [], "field");
    expect(more).toEqual({ field: 1, field2: "", field3: "" });
    expect(Object.keys(withName(order, ["id"], "number") as object)).toEqual(["number", "lines", "odd key"]);
    expect(withName(order, ["id"], "number")).toMatchObject({ number: "{{ trigger.id }}" });
    expect(withName(order, ["id"], "lines")).toBe(order);
    expect(withName(order, ["lines", 1, "sku"], "code")).toMatchObject({
      lines: [{ sku: "a" }, { code: "b" }],
    });
  });

  it.each<[Json, JsonKind, Json]>([
    ["12", "number", 12],
    ["twelve", "number", 0],
    [12, "text", "12"],
    [{ a: 1 }, "text", '{"a":1}'],
    ["true", "boolean", true],
    [{ a: 1 }, "list", [1]],
    ["x", "list", ["x"]],
    ["", "list", []],
    [["x"], "object", { field1: "x" }],
    [7, "null", null],
  ])("make %j a %s", (value, kind, after) => expect(asKind(value, kind)).toEqual(after));

  it("give every kind that is asked for", () => {
    for (const value of ["x", 1, true, null, {}, []] as Json[])
      for (const kind of jsonKinds) expect(kindOf(asKind(value, kind))).toBe(kind);
  });

  it("count parts and write places", () => {
    expect([
      partsOf(order, 100),
      partsOf(
        Array.from({ length: 500 }, () => 1),
        50,
      ),
    ]).toEqual([8, 51]);
    expect(pathText(["lines", 0, "odd key", "x"])).toBe('lines[0]["odd key"].x');
  });
});
