import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuTime } from "../testing/cpu-time.ts";
import { parseQuery, queryOfPasted } from "./from-query.ts";

const complex = { value: {}, problems: [expect.objectContaining({ code: "query-too-complex" })] };

describe("a query string", () => {
  it("reads simple queries as it reads them the long way round", () => {
    const word = fc.string({ maxLength: 6 }).map((text) => text.replace(/[?&=[\]%#+]/g, ""));
    const escaped = fc.constantFrom("%20", "+", "%C3%A9", "%ff", "%", "=");
    const value = fc.array(fc.oneof(word, escaped), { maxLength: 3 }).map((parts) => parts.join(""));
    const parameter = fc
      .tuple(word, fc.constantFrom("=", ""), value)
      .map(([name, sign, text]) => name + (sign && sign + text));
    fc.assert(
      fc.property(fc.array(parameter, { maxLength: 5 }), (parameters) => {
        const simple = parseQuery(`?${parameters.join("&")}`);
        // A bracketed parameter sends the whole query to qs.
        const long = parseQuery([...parameters, "longest[a]=1"].join("&"));
        const { longest: _, ...others } = long.value;
        expect({ ...simple.value }).toEqual(others);
      }),
      { numRuns: 1_000 },
    );
  });

  it("reads escaped brackets as qs does, also where they move the end of a name", () => {
    expect(parseQuery("a=%5Bx%5D=1").value).toEqual({ "a=": { x: "1" } });
    for (const text of ["a=[constructor%5D=1", "a=%5Bconstructor%5D=1", "a=%5bprototype%5d=1"]) {
      const { value, problems } = parseQuery(text);
      expect(value).toEqual({});
      expect(problems).toEqual([expect.objectContaining({ code: "dangerous-name" })]);
    }
  });

  it("takes pasted white space in its stride", () => {
    const start = cpuTime();
    expect(queryOfPasted(`a=1${" ".repeat(200_000)}b`)).toHaveLength(200_004);
    expect(queryOfPasted(`?a=1&\n   b=2\r\n\r\n &c=3 `)).toBe("a=1&b=2&c=3");
    expect(cpuTime() - start).toBeLessThan(1_000);
  });

  it("drops parameters that name a prototype, however they are written, and says so", () => {
    for (const text of [
      "__proto__[polluted]=yes&ok=1",
      "a[__proto__]=b&a[__proto__]&ok=1",
      "constructor[prototype][polluted]=yes&ok=1",
      "%5F_proto__%5Bpolluted%5D=yes&ok=1",
      "a%5Bconstructor%5D=1&ok=1",
      "ok=1&prototype",
      "[__proto__]=1&ok=1",
      "a[[__proto__]]=1&ok=1",
    ]) {
      const { value, problems } = parseQuery(text);
      expect({ ...value }).toEqual({ ok: "1" });
      expect(problems).toContainEqual(expect.objectContaining({ from: "query", code: "dangerous-name" }));
    }
    expect("polluted" in {}).toBe(false);
  });

  it("never pollutes, whatever the names are", () => {
    const piece = fc.constantFrom(
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "a",
      "[",
      "]",
      "[]",
      "0",
      "%5B",
      "%5D",
      ".",
      "length",
    );
    const parameter = fc.array(piece, { maxLength: 6 }).map((pieces) => `${pieces.join("")}=1`);
    fc.assert(
      fc.property(fc.array(parameter, { maxLength: 6 }), (parameters) => {
        const { value } = parseQuery(parameters.join("&"));
        expect(Object.getPrototypeOf(value)).toBeNull();
        expect(JSON.stringify(value)).not.toMatch(/"(?:__proto__|constructor|prototype)":/);
        expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(12);
      }),
      { numRuns: 1_000 },
    );
  });

  it("refuses over 1,000 parameters and over ten levels", () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `p${n}=1`).join("&");
    expect(Object.keys(parseQuery(many(1_000)).value)).toHaveLength(1_000);
    expect(parseQuery(many(1_001))).toEqual(complex);
    expect(parseQuery(`a${"[b]".repeat(10)}=1`).problems).toEqual([]);
    expect(parseQuery(`a${"[b]".repeat(11)}=1`)).toEqual(complex);
    expect(parseQuery(`a${"[b]".repeat(500)}=1`)).toEqual(complex);
  });

  it("gives lists up to 100 elements and objects beyond", () => {
    expect(parseQuery("a[99]=x").value).toEqual({ a: ["x"] });
    expect(parseQuery("a[100]=x").value).toEqual({ a: { 100: "x" } });
    expect(parseQuery("a[length]=100000000").value).toEqual({ a: { length: "100000000" } });
  });

  it("is empty without work", () => {
    expect(parseQuery("")).toEqual({ value: {}, problems: [] });
    expect(parseQuery("?")).toEqual({ value: {}, problems: [] });
  });
});

describe("a pasted query", () => {
  it.each([
    ["https://h/hooks/k", ""],
    ["/hooks/k?a=1", "a=1"],
    ["/hooks/k", ""],
    ["localhost:3000/hooks/k?a=1#x", "a=1"],
    ["POST /hooks/k?a=1 HTTP/1.1", "a=1"],
    ["redirect=https://h/?q=1", "redirect=https://h/?q=1"],
    ["  a=1\n&b=2 \n", "a=1&b=2"],
    ["a=1?b", "a=1?b"],
    ["?a=x?y", "a=x?y"],
  ])("%j holds %j", (pasted, query) => {
    expect(queryOfPasted(pasted)).toBe(query);
  });
});
