import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../node-contract/json.ts";
import { decodeUtf8, lineAndColumn, parseJsonBytes, parseJsonText } from "./json-text.ts";
import { sourcesAt } from "./number-source.ts";
import { parseDottedPath } from "./path.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("a JSON text", () => {
  it("is read as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) });
        expect(parseJsonBytes(utf8(text))).toEqual(parseJsonText(text));
      }),
    );
  });

  it("is refused exactly when JSON.parse refuses it, at a place inside the text", () => {
    const broken = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom("", ",", '"', "\\", "}", "]", "x", "\n", "\u0001", ":", "1"),
      )
      .map(([text, at, piece]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + piece + text.slice(cut + (piece === "" ? 1 : 0));
      })
      .filter((text) => text !== "");
    fc.assert(
      fc.property(broken, (text) => {
        let good = true;
        try {
          JSON.parse(text);
        } catch {
          good = false;
        }
        const result = parseJsonText(text);
        expect(result.ok).toBe(good);
        if (result.ok) return;
        const lines = text.split("\n");
        expect(result.line).toBeLessThanOrEqual(lines.length);
        expect(result.column).toBeLessThanOrEqual((lines[result.line - 1] ?? "").length + 1);
        expect(result.message).not.toBe("the text is not JSON");
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['{"a":1,}', 1, 8, 'a "," may not stand before "}"'],
    ["{a:1}", 1, 2, "expected a key in double quotes"],
    ['{"a":1} x', 1, 9, "expected nothing after the JSON value"],
    ['\ufeff{"a":1', 1, 7, "the text ends too early: expected the closing bracket"],
    ['{\r\n  "a": tru\r\n}', 2, 8, "expected a value"],
    ['{"a":\n"b', 2, 1, "the string is not closed"],
    ["[1,]", 1, 4, 'expected a value before "]"'],
    ["[1 2]", 1, 4, 'expected "," or "]"'],
    ["[01]", 1, 3, 'expected "," or "]"'],
    ["  \r\n\t ", 2, 3, "the text ends too early: expected a value"],
    ['"\\x"', 1, 2, "this escape is unknown to JSON"],
    ['"a\tb"', 1, 3, "a control character in a string has to be escaped"],
    ["{'a':1}", 1, 2, "expected a key in double quotes"],
    ['{"a" 1}', 1, 6, 'expected ":" after the key'],
    ["[", 1, 2, "the text ends too early: expected a value"],
    ["{", 1, 2, "the text ends too early: expected a key"],
  ])("says where %j is wrong", (text, line, column, message) => {
    expect(parseJsonText(text)).toEqual({ ok: false, code: "malformed-json", message, line, column });
  });

  it("may be empty, may begin with a byte order mark, may be a scalar", () => {
    expect(parseJsonText("")).toEqual({ ok: true, value: null });
    expect(parseJsonText("\ufeff7")).toEqual({ ok: true, value: 7 });
    expect(parseJsonBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0x30))).toEqual({ ok: true, value: 0 });
  });

  it("is nested 512 deep at most, which is seen before parsing", () => {
    expect(parseJsonText(nested(512)).ok).toBe(true);
    expect(parseJsonText(nested(513))).toMatchObject({
      ok: false,
      code: "json-too-deep",
      line: 1,
      column: 513,
    });
    expect(parseJsonText('[{"a":'.repeat(100_000))).toMatchObject({ ok: false, code: "json-too-deep" });
    expect(parseJsonText(`["${"[".repeat(2_000)}", "\\"${"{".repeat(600)}"]`).ok).toBe(true);
    expect(parseJsonText(`[${Array.from({ length: 2_000 }, () => "{}").join(",")}]`).ok).toBe(true);
  });

  it("has null for numbers beyond a double, wherever they hide", () => {
    const long = "9".repeat(400);
    const text = `{"a":1e400,"b":[-1e999,1],"c":${long},"d":"1e400","__proto__":1E+309,"e":1e308}`;
    const { value } = parseJsonText(text) as { value: Json };
    expect(JSON.stringify(value)).toBe(
      '{"a":null,"b":[null,1],"c":null,"d":"1e400","__proto__":null,"e":1e+308}',
    );
    expect(parseJsonText(`${long}.5`)).toEqual({ ok: true, value: null });
    expect(parseJsonText(`{"n":${"1".repeat(250)}e60}`)).toEqual({ ok: true, value: { n: null } });
  });

  it("keeps __proto__ as the data that it is", () => {
    const { value } = parseJsonText('{"__proto__":{"polluted":1},"a":2}') as { value: object };
    expect(Object.keys(value)).toEqual(["__proto__", "a"]);
    expect("polluted" in {}).toBe(false);
  });

  it("is UTF-8 without exception", () => {
    const bad = Uint8Array.of(...utf8('{"a":\n"é'), 0xff, ...utf8('"}'));
    expect(parseJsonBytes(bad)).toMatchObject({ ok: false, code: "malformed-json", line: 2, column: 3 });
    expect(decodeUtf8(Uint8Array.of(0x22, 0xc3))).toMatchObject({ ok: false, line: 1, column: 3 });
    expect(decodeUtf8(Uint8Array.of(0xc0, 0x80))).toMatchObject({ ok: false, line: 1, column: 1 });
  });

  it("counts lines with every kind of line end", () => {
    expect(lineAndColumn("a\r\nb\rc\nd", 8)).toEqual({ line: 4, column: 2 });
  });
});

describe("the source of a number", () => {
  it("is what stands in the text, for every place that a path finds", () => {
    const key = fc.constantFrom("a", "b", 'q"', "é", "\\");
    const tree = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.double({ noNaN: true, noDefaultInfinity: true }) as fc.Arbitrary<Json>,
        fc.string() as fc.Arbitrary<Json>,
        fc.array(tie("value"), { maxLength: 3 }) as fc.Arbitrary<Json>,
        fc.dictionary(key, tie("value")) as fc.Arbitrary<Json>,
      ),
    })).value;
    const path = fc
      .array(fc.constantFrom(".a", '["q\\""]', '["é"]', '["\\\\"]', "[0]", "[1]", "[*]"), {
        minLength: 1,
        maxLength: 4,
      })
      .map((steps) => steps.join("").replace(/^\./, ""));
    fc.assert(
      fc.property(tree, path, fc.constantFrom(0, 1, 2), (value, text, indent) => {
        const { segments } = parseDottedPath(text);
        let expected: unknown[] = [JSON.parse(JSON.stringify(value))];
        for (const segment of segments) {
          expected = expected.flatMap((here) => {
            if (segment.kind === "each") return Array.isArray(here) ? here : [];
            if (segment.kind === "index")
              return Array.isArray(here) && segment.index in here ? [here[segment.index]] : [];
            const isObject = typeof here === "object" && here !== null && !Array.isArray(here);
            return isObject && Object.hasOwn(here, segment.name)
              ? [(here as Record<string, unknown>)[segment.name]]
              : [];
          });
        }
        const sources = sourcesAt(JSON.stringify(value, null, indent), segments);
        expect(sources.map((source) => JSON.parse(source) as unknown)).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it("keeps digits, and takes the last of two keys", () => {
    const text = '\ufeff{"id":1, "i\\u0064" : 9007199254740993 ,"n":[1.50, -0,{"x":"]"},1e3 ]}';
    expect(sourcesAt(text, parseDottedPath("id").segments)).toEqual(["9007199254740993"]);
    expect(sourcesAt(text, parseDottedPath("n[*]").segments)).toEqual(["1.50", "-0", '{"x":"]"}', "1e3"]);
    expect(sourcesAt(text, parseDottedPath("n[9]").segments)).toEqual([]);
  });
});
