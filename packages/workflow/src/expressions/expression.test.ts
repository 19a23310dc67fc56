// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts under test are expressions
import { describe, expect, test } from "vitest";
import { checkExpression, compileExpression } from "./expression.ts";
import { ExpressionError } from "./expression-error.ts";
import type { Scope } from "./scope.ts";

const scope: Scope = {
  trigger: {
    amount: 21,
    name: "Ada",
    empty: "",
    nothing: null,
    items: [
      { sku: "a", qty: 2 },
      { sku: "b", qty: 3 },
    ],
  },
  request: { body: { a: { b: [1, 2, 3] } }, headers: { "x-request-id": "r1" } },
  steps: { isPaid: { amount: 5 } },
  item: { sku: "z" },
  index: 4,
  loop: { each: { item: "l", index: 1 } },
  workflow: { id: "wf", name: "W", version: 3 },
  execution: { id: "ex" },
  env: { REGION: "eu" },
  now: "2026-01-31T09:00:00.000Z",
};

function evaluated(source: string) {
  return compileExpression(source).evaluate(scope);
}

function errorOf(source: string): ExpressionError {
  try {
    compileExpression(source).evaluate(scope);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${source} did not fail`);
}

describe("what an expression gives", () => {
  test.each<[string, unknown]>([
    ["1", 1],
    ["'a'", "a"],
    ["true", true],
    ["null", null],
    ["undefined", null],
    ["`a${1 + 1}b${'c'}`", "a2bc"],
    ["`${trigger.nothing}|${trigger.missing}|${[1]}`", "||[1]"],
    ["[1, 'a', trigger.amount]", [1, "a", 21]],
    ["[...[1, 2], ...'ab', ...trigger.missing]", [1, 2, "a", "b"]],
    ["{ a: 1, 'b c': 2, ['d' + 1]: 3, 4: 5 }", { a: 1, "b c": 2, d1: 3, 4: 5 }],
    ["{ ...request.body, z: trigger.missing }", { a: { b: [1, 2, 3] }, z: null }],
    ["[1].map(index => ({ index }))", [{ index: 1 }]],
    ["trigger.amount * 2", 42],
    ["7 % 4 + 2 ** 3 - 6 / 4", 9.5],
    ["-trigger.amount", -21],
    ["+'12'", 12],
    ["!trigger.name", false],
    ["0 * -1", 0],
    ["'a' + 1 + null + true + trigger.missing", "a1true"],
    ["'list: ' + [1, 2]", "list: [1,2]"],
    ["1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3", true],
    ["'a' < 'b'", true],
    ["'10' < 9", false],
    ["trigger.missing < 1 || trigger.missing >= 1", false],
    ["1 == 1 && 1 === 1 && 1 != 2 && 1 !== 2", true],
    ["1 == '1'", false],
    ["trigger.missing == null", true],
    ["[1, { a: [2] }] === [1, { a: [2] }]", true],
    ["{ a: 1, b: 2 } === { b: 2, a: 1 }", true],
    ["{ a: 1 } === { a: 2 }", false],
    ["trigger.nothing ?? 'x'", "x"],
    ["trigger.empty || 'x'", "x"],
    ["trigger.empty ?? 'x'", ""],
    ["trigger.amount > 20 ? 'big' : 'small'", "big"],
    ["'amount' in trigger", true],
    ["'other' in trigger", false],
    ["'a' in trigger.missing", false],
    ["0 in trigger.items", true],
    ["'toString' in trigger", false],
    [
      "typeof trigger.amount + typeof 'a' + typeof trigger.x + typeof [] + typeof true",
      "numberstringundefinedobjectboolean",
    ],
    ["trigger.items[1].sku", "b"],
    ["trigger['items'][0][`sku`]", "a"],
    ["trigger.items[trigger.items.length - 1].qty", 3],
    ["trigger.items[-1]", null],
    ["trigger.items['1'].qty", 3],
    ["trigger.name[0] + trigger.name.length", "A3"],
    ["request.headers['x-request-id']", "r1"],
    ["a_missing.b", new Error("unknown-name")],
    ["trigger.a.b.c.d", null],
    ["trigger?.a?.b?.[0]?.c", null],
    ["trigger.nothing.trim().length", null],
    ["trigger.missing.map(x => x.y)", null],
    ["trigger.amount.nothing", null],
    ["trigger.toString", null],
    ["trigger.items.map", null],
    ["steps.isPaid.amount + index + loop.each.index", 10],
    ["item.sku + loop.each.item + env.REGION + workflow.version + execution.id", "zleu3ex"],
    ["now", "2026-01-31T09:00:00.000Z"],
    ["trigger.items.map(item => item.sku)", ["a", "b"]],
    ["trigger.items.map((item, i) => i + item.sku)", ["0a", "1b"]],
    ["trigger.items.map(({ sku, qty: n }) => sku + n)", ["a2", "b3"]],
    ["Object.entries({ a: 1, b: 2 }).map(([k, v]) => k + v)", ["a1", "b2"]],
    [
      "[1, 2].map(x => [10, 20].map(y => x * y))",
      [
        [10, 20],
        [20, 40],
      ],
    ],
    ["[3, 1, 2].map(x => [x, 2].sort((a, b) => b - a)[0])", [3, 2, 2]],
    ["trigger.items.reduce((sum, x) => sum + x.qty, 0)", 5],
    ["((x => x))", new Error("arrow-misplaced")],
    ["(((1 + 2))) * 3", 9],
    ["'\\u0041' + \"b\"", "Ab"],
    ["date(now) > date('2026-01-01') && date(now) < '2027-01-01T00:00:00Z'", true],
    ["date(now) === '2026-01-31T10:00:00+01:00'", true],
    ["(date(now) - date('2026-01-31T08:00:00Z')) / 1000", 3600],
    ["'at ' + date(now)", "at 2026-01-31T09:00:00.000Z"],
    ["[date(now), { d: date(now) }]", ["2026-01-31T09:00:00.000Z", { d: "2026-01-31T09:00:00.000Z" }]],
    ["date('31.12.2025', { format: 'dd.MM.yyyy', zone: 'Europe/Paris' })", "2025-12-30T23:00:00.000Z"],
    ["date(trigger.missing)", null],
    ["'a1b22'.replace(/\\d+/g, m => '<' + m + '>')", "a<1>b<22>"],
    ["'John Smith'.replace(/(\\w+) (\\w+)/, '$2 $1 $$ $& $3')", "Smith John $ John Smith $3"],
    ["'x-1'.match(/(?<l>[a-z])-(\\d)/)", ["x-1", "x", "1"]],
    ["'a1b2'.match(/\\d/g)", ["1", "2"]],
    ["'abc'.match(/\\d/)", null],
    ["'a, b;c'.split(/[,;] ?/)", ["a", "b", "c"]],
    ["'abc'.split('')", ["a", "b", "c"]],
    ["[10, 9, 1].sort()", [1, 10, 9]],
    ["raw('<b>')", "<b>"],
    ["String(null) + String({ a: 1 })", '{"a":1}'],
    ["min([]) ?? avg([]) ?? sum(trigger.missing)", 0],
  ])("%s", (source, expected) => {
    if (expected instanceof Error) expect(errorOf(source).code).toBe(expected.message);
    else expect(evaluated(source)).toEqual(expected);
  });

  test("what is only read is handed out as it is, not copied", () => {
    expect(evaluated("trigger.items")).toBe(scope.trigger?.items);
    expect(evaluated("[trigger.items][0]")).toBe(scope.trigger?.items);
  });

  test("an empty scope makes everything missing", () => {
    for (const root of ["trigger", "request.body.a", "steps.x.y", "item", "index", "now"]) {
      expect(compileExpression(root).evaluate({})).toBeNull();
    }
  });
});

describe("what is refused, with its place", () => {
  test.each<[string, string, string]>([
    // [expression, code, the text the place points at]
    ["", "empty-expression", ""],
    ["  ", "empty-expression", "  "],
    ["1 +", "syntax-error", ""],
    ["a b", "unexpected-text", "b"],
    ["(1))", "unexpected-text", ")"],
    ["1; 2", "unexpected-text", "; 2"],
    ["1 /* x */", "comment-not-allowed", "/* x */"],
    ["trigger = 1", "syntax-not-allowed", "trigger = 1"],
    ["trigger.a++", "syntax-not-allowed", "trigger.a++"],
    ["new Date()", "syntax-not-allowed", "new Date()"],
    ["this", "syntax-not-allowed", "this"],
    ["function () {}", "syntax-not-allowed", "function () {}"],
    ["class {}", "syntax-not-allowed", "class {}"],
    ["import('x')", "syntax-not-allowed", "import('x')"],
    ["trigger.a`x`", "syntax-not-allowed", "trigger.a`x`"],
    ["1, 2", "syntax-not-allowed", "1, 2"],
    ["void 0", "syntax-not-allowed", "void 0"],
    ["delete trigger.a", "syntax-not-allowed", "delete trigger.a"],
    ["~1", "syntax-not-allowed", "~1"],
    ["1 & 2", "syntax-not-allowed", "1 & 2"],
    ["trigger instanceof trigger", "syntax-not-allowed", "trigger instanceof trigger"],
    ["[1, , 2]", "syntax-not-allowed", "[1, , 2]"],
    ["{ get a() { return 1 } }", "syntax-not-allowed", "get a() { return 1 }"],
    ["{ a() { return 1 } }", "syntax-not-allowed", "a() { return 1 }"],
    ["10n", "syntax-not-allowed", "10n"],
    ["/a/", "syntax-not-allowed", "/a/"],
    ["Math.max(...trigger.items)", "syntax-not-allowed", "...trigger.items"],
    ["[1].map(async x => x)", "syntax-not-allowed", "async x => x"],
    ["[1].map(x => { return x })", "syntax-not-allowed", "{ return x }"],
    ["[1].map((x = 2) => x)", "syntax-not-allowed", "x = 2"],
    ["[1].map((...x) => x)", "syntax-not-allowed", "...x"],
    ["(x => x)(1)", "syntax-not-allowed", "x => x"],
    ["trigger['map'](x => x)", "syntax-not-allowed", "trigger['map']"],
    ["[x => x]", "arrow-misplaced", "x => x"],
    ["'a'.trim(x => x)", "wrong-arguments", "'a'.trim(x => x)"],
    ["Number(x => x)", "arrow-misplaced", "x => x"],
    ["[1].map(Number)", "arrow-needed", "Number"],
    ["[1].map(1)", "arrow-needed", "1"],
    ["Math", "function-not-value", "Math"],
    ["[sum]", "function-not-value", "sum"],
    ["Math.abs", "function-not-value", "Math.abs"],
    ["Math['abs'](1)", "syntax-not-allowed", "Math['abs']"],
    ["Math.nope(1)", "unknown-function", "Math.nope"],
    ["process.exit()", "unknown-method", "exit"],
    ["globalThis", "unknown-name", "globalThis"],
    ["eval('1')", "unknown-function", "eval"],
    ["Function('return 1')", "unknown-function", "Function"],
    ["'a'.nope()", "unknown-method", "nope"],
    ["[1].map(x => x(1))", "syntax-not-allowed", "x"],
    ["sum()", "wrong-arguments", "sum()"],
    ["constructor", "forbidden-name", "constructor"],
    ["trigger.__proto__", "forbidden-name", "__proto__"],
    ["trigger.\\u0063onstructor", "forbidden-name", "\\u0063onstructor"],
    ["trigger['constructor']", "forbidden-name", "'constructor'"],
    ["trigger[`prototype`]", "forbidden-name", "`prototype`"],
    ["trigger[('con') + 'structor']", "forbidden-name", "('con') + 'structor'"],
    ["trigger[['__proto__']]", "wrong-type", "['__proto__']"],
    ["{ __proto__: 1 }", "forbidden-name", "__proto__"],
    ["{ '__proto__': 1 }", "forbidden-name", "'__proto__'"],
    ["{ ['__proto__']: 1 }", "forbidden-name", "'__proto__'"],
    ["{ ['__pro' + 'to__']: 1 }", "forbidden-name", "'__pro' + 'to__'"],
    ["'constructor' in trigger", "forbidden-name", "'constructor'"],
    ["[1].map(constructor => 1)", "forbidden-name", "constructor"],
    ["[1].map(({ constructor: c }) => c)", "forbidden-name", "{ constructor: c }"],
    ["Object.fromEntries([['__proto__', 1]])", "forbidden-name", "Object.fromEntries([['__proto__', 1]])"],
    ["groupBy(['__proto__'], x => x)", "forbidden-name", "groupBy(['__proto__'], x => x)"],
    ["1 / 0", "not-a-number", "1 / 0"],
    ["trigger.missing * 2", "not-a-number", "trigger.missing * 2"],
    ["[NaN]", "not-a-number", "[NaN]"],
    ["{} * 2", "wrong-type", "{} * 2"],
    ["trigger.amount.trim()", "wrong-type", "trigger.amount.trim()"],
    ["'a'.match(/(?=a)/)", "invalid-pattern", "/(?=a)/"],
    ["'a'.match('(')", "invalid-pattern", "'a'.match('(')"],
    ["'a'.match(/a/y)", "invalid-pattern", "/a/y"],
    ["date('tomorrow')", "invalid-date", "date('tomorrow')"],
    ["date(now, 'Mars/Base')", "wrong-value", "date(now, 'Mars/Base')"],
    ["JSON.parse('{')", "invalid-json", "JSON.parse('{')"],
    ["[].reduce((a, b) => a)", "wrong-value", "[].reduce((a, b) => a)"],
    ["hash('a', 'crc')", "wrong-value", "hash('a', 'crc')"],
  ])("%s is %s", (source, code, place) => {
    const error = errorOf(source);
    expect(error.code).toBe(code);
    expect(error.source.slice(error.from, error.to)).toBe(place);
    expect(error.message).toMatch(/[.?]$/);
    expect(error.message).not.toMatch(/\{[a-z]+\}|@[a-z]/);
  });

  test("checkExpression tells all problems at once, and none for a good expression", () => {
    const codes = checkExpression("foo.x + constructor + [1].map(1)").map(({ code }) => code);
    expect(codes).toEqual(["unknown-name", "forbidden-name", "arrow-needed"]);
    expect(checkExpression("trigger.amount * 2")).toEqual([]);
    expect(checkExpression("1 +").map(({ code }) => code)).toEqual(["syntax-error"]);
  });

  test("a mistyped name comes with what was probably meant", () => {
    expect(errorOf("triger.amount").message).toContain("Did you mean trigger?");
    expect(errorOf("body.amount").message).toContain("request.body");
    expect(errorOf("'a'.toUppercase()").message).toContain("toUpperCase");
  });
});
