// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts under test are expressions
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Json } from "../node-contract/json.ts";
import { compileExpression } from "./expression.ts";
import { ExpressionError } from "./expression-error.ts";
import { checkTemplate, compileTemplate } from "./template.ts";
import { compileTree } from "./tree.ts";

/** What an attack must never leave behind or get hold of. */
function expectNoHarm(value: unknown): void {
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect(Reflect.get(globalThis, "pwned")).toBeUndefined();
  expect(typeof value === "function").toBe(false);
  expect(JSON.parse(JSON.stringify(value ?? null))).toEqual(value ?? null);
}

function outcomeOf(template: string): "refused" | "harmless" {
  try {
    const evil = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"body":{}}',
    );
    expectNoHarm(compileTemplate(template).evaluate({ trigger: evil, request: evil, item: evil }));
    return "harmless";
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return "refused";
  }
}

const refused = [
  "constructor.constructor('return process')()",
  "trigger.constructor.constructor('globalThis.pwned = 1')()",
  "''.constructor.fromCharCode(1)",
  "[].map.constructor('globalThis.pwned = 1')()",
  "trigger.a.map.call(1)",
  "[].map.bind(1)",
  "sum.call(1)",
  "sum.constructor",
  "(() => 1).constructor",
  "[1].map(x => x.constructor)",
  "[1].map(({ constructor }) => constructor)",
  "'a'['con' + 'structor']",
  "'a'[`con${'structor'}`]",
  "'a'[['constructor']]",
  "'a'[{ toString: 1 }]",
  "Object.keys.constructor",
  "Object.getPrototypeOf({})",
  "Object.defineProperty({}, 'a', {})",
  "Object.assign({}, trigger)",
  "Reflect.ownKeys(trigger)",
  "JSON.constructor",
  "Math.constructor('return process')()",
  "globalThis.process",
  "process.env",
  "require('fs')",
  "import('fs')",
  "import.meta.url",
  "new Function('return 1')()",
  "(function () { return this })()",
  "(function(){ var constructor = 123; with(function(){}){ return constructor('return process')() } })()",
  "eval('globalThis.pwned = 1')",
  "this.constructor",
  "trigger.x = 1",
  "trigger.__proto__.polluted = 1",
  "trigger.__defineGetter__('a', x => 1)",
  "{ __proto__: { polluted: 1 } }",
  "{ ['__proto__']: { polluted: 1 } }",
  "{ ...{ ['__pro' + 'to__']: { polluted: 1 } } }",
  "Object.fromEntries([['__proto__', { polluted: 1 }]])",
  "groupBy([{ k: '__proto__' }], 'k')",
  "groupBy([{ k: 1 }], '__proto__')",
  "trigger.constructor`x`",
  "`${constructor}`",
  "super.x",
  "async () => 1",
  "function* g() {}",
  "window.location",
  "document.cookie",
  "fetch('http://127.0.0.1')",
  "setTimeout('globalThis.pwned = 1')",
  "arguments[0]",
  "undefined.constructor",
  "'a' in trigger.constructor",
  "'polluted' in trigger['__proto__']",
  "typeof max(undefined, x => x)",
  "[max(undefined, f => sum([f], f))].map(f => sum([f], f))",
  "min(null, x => x) && 1",
  "[1].map(({ process: x }) => process)",
  "[1].map(({ Math: x }) => Math.toString())",
  "[1].map(({ __proto__: x }) => 1)",
  "/a/.constructor",
  "/a/.exec('a')",
  "date(now).constructor",
  "date(now).time.constructor",
  "raw('a').constructor",
  "'a'.replace('a', eval)",
  "[3, 2].sort(eval)",
  "[eval]",
  "#secret in trigger",
  "trigger.#secret",
  "a => b => c",
  "let x = 1",
  "debugger",
  "1; globalThis.pwned = 1",
  "1\nglobalThis.pwned = 1",
];

describe("attacks that have hit others", () => {
  test.each(refused)("%s is refused before or while it runs", (source) => {
    expect(outcomeOf(`{{ ${source} }}`)).toBe("refused");
  });

  test.each([
    ["what the forbidden names hold in the data never travels", "{ ...trigger }", { body: {} }],
    ["nor through lists of fields and back", "Object.keys(trigger).length", 3],
    ["values of ours show nothing of their inside", "Object.keys({ d: date(0) }.d ?? {}).length", undefined],
    ["own fields only", "trigger.body.toString", null],
    ["own fields of a text only", "'a'.big", null],
    ["own fields of a list only", "[].at", null],
    ["names in text are text", "'constructor'", "constructor"],
  ])("%s", (_, source, expected) => {
    const evil = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"polluted":1},"body":{}}');
    const evaluate = () => compileExpression(source).evaluate({ trigger: evil });
    if (expected === undefined) expect(evaluate).toThrow(ExpressionError);
    else expect(evaluate()).toEqual(expected);
    expectNoHarm(null);
  });

  test("a pass-through keeps what the sender sent, byte for byte", () => {
    const sent = '{"__proto__":{"polluted":1},"a":"{{ 1 + 1 }}"}';
    const value = compileTemplate("{{ request.body }}").evaluate({ request: { body: JSON.parse(sent) } });
    expect(JSON.stringify(value)).toBe(sent);
    expect(
      compileExpression("[request.body]").evaluate({ request: { body: JSON.parse(sent) } }),
    ).toHaveLength(1);
  });

  test("the field that a parameter reads is no name: what the body reads is known to the checks", () => {
    const { references } = compileExpression("[1].map(({ steps: x }) => steps.secret)");
    expect(references.map(({ path }) => path)).toEqual([["steps", "secret"]]);
    expect(compileExpression("[{ a: 1 }].map(({ a: trigger }) => trigger)").references).toEqual([]);
  });

  test("fields that JavaScript would call to convert an object are data like any other", () => {
    const evil = JSON.parse('{"toString":"t","valueOf":1,"toJSON":2,"then":3,"length":-1,"constructor":{}}');
    for (const source of [
      "date(trigger.evil)",
      "+trigger.evil",
      "Math.abs(trigger.evil)",
      "'a'.slice(trigger.evil)",
    ]) {
      try {
        expectNoHarm(compileExpression(source).evaluate({ trigger: { evil } }));
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
        expect(error).not.toMatchObject({ code: "evaluation-failed" });
      }
    }
    expect(compileExpression("'' + trigger.evil").evaluate({ trigger: { evil } })).toBe(JSON.stringify(evil));
  });

  test("functions and class instances that a host hands in by mistake do not come out", () => {
    const trigger = { f: () => 1, when: new Date(0) } as never;
    expect(() => compileExpression("trigger.f").evaluate({ trigger })).toThrow(ExpressionError);
    expect(() => compileExpression("[trigger.f]").evaluate({ trigger })).toThrow(ExpressionError);
    expect(compileExpression("trigger.when.getTime ?? 'none'").evaluate({ trigger })).toBe("none");
  });
});

const entrySchema = z.object({
  id: z.string(),
  group: z.string(),
  request: z.object({ template: z.string(), data: z.record(z.string(), z.json()) }),
});
/** Some entries give the body's fields, some the whole scope. */
function bodyOf({ body, ...fields }: Record<string, Json>): Json {
  return body ?? fields;
}

const file = new URL("../../../../../shared/vectors/hostile.json", import.meta.url);
const loaded: unknown = await import(/* @vite-ignore */ file.href, { with: { type: "json" } }).then(
  (json: { default: unknown }) => json.default,
  () => ({ entries: [] }),
);
const { entries } = z.object({ entries: z.array(z.looseObject({ group: z.string() })) }).parse(loaded);
const templates = entries
  .filter(({ group }) => group === "template")
  .map((entry) => entrySchema.parse(entry));

describe.skipIf(templates.length === 0)("the hostile templates of ../shared/vectors/hostile.json", () => {
  test("there are some", () => {
    expect(templates.length).toBeGreaterThan(5);
  });

  test.each(templates.map((entry) => [entry.id, entry] as const))("%s", (id, { request }) => {
    // The vectors name the request's body without its root.
    const template = request.template
      .replaceAll("{{body", "{{request.body")
      .replaceAll("{{host}}", "{{request.body.host}}");
    const data = { request: { body: bodyOf(request.data) } };
    switch (id) {
      case "template/ctor-template-literal":
      case "template/with-statement":
      case "template/proto":
        expect(checkTemplate(template)).not.toEqual([]);
        expect(checkTemplate(request.template)).not.toEqual([]);
        return;
      case "template/env":
        expect(compileTemplate(template).evaluate({ env: {} })).toBeNull();
        return;
      case "template/nested-1000":
        expect(["refused", "harmless"]).toContain(outcomeOf(template));
        return;
      case "template/in-json-body":
        expect(compileTree({ name: "{{ request.body }}" }).evaluate(data)).toEqual({
          name: data.request.body,
        });
        return;
      case "template/in-url-path":
        expect(compileTemplate(template, { escape: "url" }).evaluate(data)).toBe(
          "https://api.example/users/..%2Fadmin%3Fx%3D1%23",
        );
        return;
      case "template/in-url-host":
        expect(checkTemplate(template, { escape: "url" }).map(({ code }) => code)).toEqual([
          "template-in-host",
        ]);
        return;
      case "template/in-html":
        expect(compileTemplate(template, { escape: "html" }).evaluate(data)).toBe(
          "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
        );
        return;
      default:
        // SQL and shell: no node type takes a template there; rendered, it is text and nothing more.
        expect(typeof compileTemplate(template).evaluate(data)).toBe("string");
    }
  });
});
