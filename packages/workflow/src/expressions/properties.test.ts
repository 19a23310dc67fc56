import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../node-contract/json.ts";
import { evaluateRules } from "./evaluate-rules.ts";
import { checkExpression, compileExpression } from "./expression.ts";
import { ExpressionError } from "./expression-error.ts";
import { findReferences } from "./find-references.ts";
import { renameInTemplate } from "./rename.ts";
import { isScopeRoot, type Scope, type ScopeRecord } from "./scope.ts";
import { splitTemplate } from "./split-template.ts";
import { checkTemplate, compileTemplate } from "./template.ts";
import { compileTree } from "./tree.ts";

/** The oracle: JavaScript itself, in this test only. */
function inJavaScript(source: string, trigger: unknown): unknown {
  return new Function("trigger", `"use strict"; return (${source});`)(trigger);
}

const trigger = {
  n: 7,
  zero: 0,
  s: "Straße",
  t: "12",
  yes: true,
  no: false,
  list: [3, 1, 2],
  words: ["b", "a"],
};

const numberSource = fc.letrec<{ number: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: -20, max: 20 }).map((n) => `(${n})`),
    fc.constantFrom(
      "trigger.n",
      "trigger.zero",
      "0.5",
      "1e3",
      "trigger.list.length",
      "trigger['n']",
      "trigger.list[1]",
    ),
    fc
      .tuple(tie("number"), fc.constantFrom("+", "-", "*", "/", "%"), tie("number"))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(tie("number"), fc.constantFrom("-", "+")).map(([a, sign]) => `(${sign}${a})`),
    fc
      .tuple(tie("number"), fc.constantFrom("abs", "floor", "round", "sign"))
      .map(([a, f]) => `Math.${f}(${a} || 0)`),
    fc.tuple(tie("number"), tie("number"), tie("number")).map(([a, b, c]) => `(${a} > ${b} ? ${b} : ${c})`),
  ),
})).number;

const textSource = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4 },
    fc.string({ maxLength: 6 }).map((text) => JSON.stringify(text)),
    fc.constantFrom("trigger.s", "trigger.t", "trigger.words.join('-')", "trigger.words[0]"),
    fc.tuple(tie("text"), fc.oneof(tie("text"), numberSource)).map(([a, b]) => `(${a} + ${b})`),
    fc.tuple(tie("text"), numberSource).map(([a, n]) => `\`<\${${a}}|\${${n}}>\``),
    fc
      .tuple(
        tie("text"),
        fc.constantFrom(
          "toUpperCase()",
          "trim()",
          "slice(1)",
          "slice(-2, 5)",
          "padStart(5, 'ab')",
          "substring(2, 0)",
          "charAt(1)",
          "split('a').join('b')",
          "replace('a', '$&x')",
          "replaceAll('a', '[$&]')",
          "toString()",
          "repeat(2)",
        ),
      )
      .map(([a, call]) => `${a}.${call}`),
  ),
})).text;

const booleanSource = fc.letrec<{ boolean: string }>((tie) => ({
  boolean: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      "true",
      "false",
      "trigger.yes",
      "trigger.no",
      "('n' in trigger)",
      "trigger.list.includes(2)",
    ),
    fc
      .tuple(numberSource, fc.constantFrom("<", "<=", ">", ">=", "===", "!==", "==", "!="), numberSource)
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc
      .tuple(textSource, fc.constantFrom("<", "<=", ">", ">=", "===", "!=="), textSource)
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc
      .tuple(tie("boolean"), fc.constantFrom("&&", "||"), tie("boolean"))
      .map(([a, o, b]) => `(${a} ${o} ${b})`),
    tie("boolean").map((a) => `!${a}`),
    fc
      .tuple(textSource, fc.constantFrom("includes", "startsWith", "endsWith"))
      .map(([a, f]) => `${a}.${f}('a')`),
  ),
})).boolean;

const listSource = fc
  .tuple(
    fc.constantFrom("trigger.list", "[10, 9, 1].toSorted()", "[...trigger.list, 9]", "trigger.words"),
    fc.array(
      fc.constantFrom(
        "map(x => [x].length)",
        "map((x, i) => [x, i])",
        "filter((x, i) => i !== 1)",
        "slice(1)",
        "concat([4])",
        "flatMap(x => [x, x])",
        "toReversed()",
        "map(({ length }) => length ?? 0)",
        "flat()",
      ),
      { maxLength: 4 },
    ),
  )
  .map(([list, calls]) => [list, ...calls].join("."));

function isFiniteData(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isFiniteData);
  return typeof value !== "number" || Number.isFinite(value);
}

/** Well above what the runs take on a machine that is busy with other tests. */
const patience = { timeout: 60_000 };

describe("what JavaScript says, we say", patience, () => {
  test.each<[string, fc.Arbitrary<string>]>([
    ["numbers", numberSource],
    ["texts", textSource],
    ["truths", booleanSource],
    ["lists", listSource],
  ])("%s", (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (source) => {
        const theirs = inJavaScript(source, trigger);
        if (!isFiniteData(theirs)) {
          expect(() => compileExpression(source).evaluate({ trigger })).toThrow(ExpressionError);
          return;
        }
        try {
          expect(compileExpression(source).evaluate({ trigger })).toEqual(JSON.parse(JSON.stringify(theirs)));
        } catch (error) {
          // The one thing that JavaScript does and we refuse here: NaN and Infinity joined into text.
          if (!(error instanceof ExpressionError && error.code === "not-a-number")) throw error;
          expect(source).toMatch(/[%/]/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Pieces that make it likely to come near something that works. */
const snippet = fc.constantFrom(
  "trigger",
  "steps",
  "item",
  ".",
  "?.",
  "[",
  "]",
  "(",
  ")",
  "{",
  "}",
  "{{",
  "}}",
  "{{{{",
  "`",
  "${",
  "'",
  '"',
  "/",
  "=>",
  "x",
  ",",
  "...",
  "+",
  "-",
  "*",
  "**",
  "==",
  "=",
  "!",
  "?",
  ":",
  "&&",
  "||",
  "??",
  "in",
  "typeof",
  "new",
  "function",
  "map",
  "filter",
  "sort",
  "date",
  "sum",
  "Math",
  "JSON",
  "parse",
  "1",
  "0",
  "1e9",
  "null",
  "undefined",
  "constructor",
  "__proto__",
  "\\",
  "\n",
  " ",
  ";",
  "//",
  "/*",
  "#",
  "@",
  "async",
  "await",
  "class",
  "this",
  "replace",
  "match",
  "split",
  "padStart",
  "hash",
  "groupBy",
);
const nearMiss = fc.array(snippet, { maxLength: 14 }).map((parts) => parts.join(""));
const anyText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  nearMiss,
);

function onlyExpressionErrors(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    expect(error.from).toBeGreaterThanOrEqual(0);
    expect(error.to).toBeLessThanOrEqual(error.source.length);
    expect(error.from).toBeLessThanOrEqual(error.to);
    expect(error.code).not.toBe("evaluation-failed");
  }
}

const scopeOf = (value: Json): Scope => ({
  trigger: { value, list: [value, value] },
  item: value,
  steps: { x: value },
});

describe("whatever the text is", patience, () => {
  test("nothing but an ExpressionError with a place is thrown, and the result is JSON", () => {
    fc.assert(
      fc.property(anyText, fc.jsonValue(), (text, value) => {
        const scope = scopeOf(value as Json);
        for (const source of [text, `{{${text}}}`, `a ${text} {{ ${text} }}`]) {
          onlyExpressionErrors(() => compileExpression(source).evaluate(scope));
          onlyExpressionErrors(() => {
            const result = compileTemplate(source).evaluate(scope);
            expect(JSON.stringify(result)).toBeTypeOf("string");
          });
          onlyExpressionErrors(() => compileTemplate(source, { escape: "html" }).evaluate(scope));
          onlyExpressionErrors(() => compileTemplate(source, { escape: "url" }).evaluate(scope));
          evaluateRules({ expression: source }, scope);
          evaluateRules({ all: [{ left: source, operator: "matches", right: source }] }, scope);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("checking agrees with compiling", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let compiles = true;
        try {
          compileExpression(text);
        } catch {
          compiles = false;
        }
        expect(checkExpression(text).length === 0).toBe(compiles);
        expect(checkTemplate(`{{ ${text} }} {{`).length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  test("cutting, finding references and renaming never throw; renaming nothing changes nothing", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        splitTemplate(text);
        for (const { path, from, to, parts } of findReferences(text)) {
          expect(isScopeRoot(String(path[0]))).toBe(true);
          expect(parts.length).toBe(path.length);
          expect(text.slice(from, to).length).toBe(to - from);
        }
        expect(renameInTemplate(text, { steps: { from: "nowhere", to: "somewhere" } })).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  test("doubled braces write any text as it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = text.replaceAll("{{", "{{{{");
        fc.pre(!/\{\{\{\{\{/.test(written) && !written.replaceAll("{{{{", "").includes("{{"));
        expect(compileTemplate(written).evaluate({})).toBe(text);
      }),
    );
  });
});

/** Freezes deeply, so that any change would throw. */
function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

describe("the scope", patience, () => {
  test("is never changed, whatever is evaluated", () => {
    const sources = [
      "trigger.list.sort()",
      "trigger.list.reverse()",
      "{ ...trigger }",
      "[...trigger.list, 1]",
    ];
    const more = [
      "groupBy(trigger.list, x => String(x))",
      "Object.entries(trigger).map(([k, v]) => [v, k])",
      "unique(trigger.list)",
    ];
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...sources, ...more), (value, source) => {
        const scope = frozen(scopeOf(value as Json));
        const before = JSON.stringify(scope);
        onlyExpressionErrors(() => compileExpression(source).evaluate(scope));
        expect(JSON.stringify(scope)).toBe(before);
      }),
    );
  });

  test("what stands in it comes out as it is, by value and inside a tree", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        // As it would arrive: a round trip through JSON leaves no -0.
        const value: Json = JSON.parse(JSON.stringify(given));
        const record: ScopeRecord = { value };
        expect(compileTemplate("{{ trigger.value }}").evaluate({ trigger: record })).toBe(value);
        expect(compileTree({ a: ["{{ trigger.value }}"] }).evaluate({ trigger: record })).toEqual({
          a: [value],
        });
        const copy = compileExpression("[trigger.value][0]").evaluate({ trigger: record });
        expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
        expect(
          compileExpression("trigger.value === JSON.parse(JSON.stringify(trigger.value))").evaluate({
            trigger: record,
          }),
        ).toBe(true);
      }),
    );
  });
});
