import { describe, expect, it } from "vitest";
import { cpuTime } from "../testing/cpu-time.ts";
import { compilePath } from "./compile-path.ts";
import { PathError } from "./path.ts";

const matching = (pattern: string) => compilePath(`$[?match(@.a, '${pattern}')]`);

describe("patterns in a path, against texts that a sender chose", () => {
  it("refuses a short pattern whose program is huge", () => {
    expect(() => matching("(a?){1000}".repeat(40))).toThrow(PathError);
  });

  it("pays for the text times the program, before it is matched", () => {
    const path = matching("(a?){500}");
    const start = cpuTime();
    expect(() => path.read([{ a: "a".repeat(1_000_000) }])).toThrow(/too many values/);
    expect(cpuTime() - start).toBeLessThan(500);
    expect(path.read([{ a: "aaa" }, { a: "b" }])).toEqual([{ a: "aaa" }]);
  });
});
