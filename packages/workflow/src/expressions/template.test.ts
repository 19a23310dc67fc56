// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts under test are expressions
import { describe, expect, test } from "vitest";
import { ExpressionError } from "./expression-error.ts";
import { splitTemplate } from "./split-template.ts";
import { checkTemplate, compileTemplate, type TemplateOptions } from "./template.ts";
import { compileTree } from "./tree.ts";

const scope = {
  trigger: {
    name: "Ada",
    n: 5,
    list: [1, { a: 2 }],
    nothing: null,
    braces: "{{ trigger.name }}",
    html: "<b>'&\"",
  },
};

function render(text: string, options?: TemplateOptions) {
  return compileTemplate(text, options).evaluate(scope);
}

function errorOf(text: string, options?: TemplateOptions): ExpressionError {
  try {
    compileTemplate(text, options).evaluate(scope);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${text} did not fail`);
}

describe("templates", () => {
  test.each<[string, string, unknown]>([
    ["plain", "literal", "plain"],
    ["", "literal", ""],
    ["{ a: } }} }", "literal", "{ a: } }} }"],
    ["{{{{", "literal", "{{"],
    ["{{{{ name }}", "literal", "{{ name }}"],
    ["{{{{{{{{", "literal", "{{{{"],
    ["{{ trigger.n }}", "value", 5],
    ["{{trigger.list}}", "value", [1, { a: 2 }]],
    ["{{ trigger.missing }}", "value", null],
    ["{{ trigger.n > 4 }}", "value", true],
    [" {{ trigger.n }}", "text", " 5"],
    ["{{ trigger.n }}\n", "text", "5\n"],
    ["{{ trigger.n }}{{ trigger.name }}", "text", "5Ada"],
    ["Hello {{ trigger.name }}!", "text", "Hello Ada!"],
    ["[{{ trigger.missing }}|{{ trigger.nothing }}]", "text", "[|]"],
    ["x {{ trigger.list }}", "text", 'x [1,{"a":2}]'],
    ["{{{{ {{ trigger.n }} }}", "text", "{{ 5 }}"],
    ["{{ { a: { b: 1 } } }}", "value", { a: { b: 1 } }],
    ["{{ {a:{b:1}}}}", "value", { a: { b: 1 } }],
    ['{{ "}}" }}', "value", "}}"],
    ["{{ '\\'}}' }}", "value", "'}}"],
    ["{{ `}}${ trigger.n }}}` }}", "value", "}}5}}"],
    ["{{ `a${ `b${ trigger.n }` }` }}", "value", "ab5"],
    ["{{ 'a}}b'.replace(/}}/, '-') }}", "value", "a-b"],
    ["{{ 'a\"b'.split(/[/\"]/).length }} x", "text", "2 x"],
    ["{{ trigger.n / 2 }}{{ 4 / 2 }}", "text", "2.52"],
    ["{{ trigger.list.map(x => ({ x })).length }}", "value", 2],
    // Rendered text is never parsed again.
    ["{{ trigger.braces }}", "value", "{{ trigger.name }}"],
    ["a {{ trigger.braces }}", "text", "a {{ trigger.name }}"],
    ["{{ '{' + '{ trigger.name }}' }}", "value", "{{ trigger.name }}"],
  ])("%j is %s", (text, kind, value) => {
    expect(compileTemplate(text).kind).toBe(kind);
    expect(render(text)).toEqual(value);
  });

  test.each<[string, string, string]>([
    ["a {{ trigger.n", "unclosed-template", "{{ trigger.n"],
    ["{{ 'a }}", "unclosed-template", "{{ 'a }}"],
    ["ab {{ foo }}", "unknown-name", "foo"],
    ["ab {{ trigger.n }} {{ 1 / 0 }}", "not-a-number", " 1 / 0 "],
    ["{{ }}", "empty-expression", " "],
    ["x {{ trigger.n.trim() }}", "wrong-type", "trigger.n.trim()"],
    ["{{ trigger.n }} {{ trigger.['a'] }}", "syntax-error", "["],
  ])("%j is refused as %s with its place in the template", (text, code, place) => {
    const error = errorOf(text);
    expect(error.code).toBe(code);
    expect(error.source).toBe(text);
    expect(text.slice(error.from, error.to)).toBe(place);
  });

  test("references carry their place in the template", () => {
    const text = "Hi {{ trigger.name }}, {{ steps.a['b c'][0] }} {{ steps[trigger.n].x }}";
    const found = compileTemplate(text).references.map(({ path, from, to, open }) => [
      path,
      text.slice(from, to),
      open,
    ]);
    expect(found).toEqual([
      [["trigger", "name"], "trigger.name", false],
      [["steps", "a", "b c", 0], "steps.a['b c'][0", false],
      [["steps"], "steps", true],
      [["trigger", "n"], "trigger.n", false],
    ]);
  });

  test("checkTemplate tells the problems of all its expressions", () => {
    const text = "{{ foo }} {{ trigger.n }} {{ bar }} {{ x";
    expect(checkTemplate(text).map(({ code, from, to }) => [code, text.slice(from, to)])).toEqual([
      ["unknown-name", "foo"],
      ["unknown-name", "bar"],
      ["unclosed-template", "{{ x"],
    ]);
    expect(checkTemplate("{{ trigger.n }}")).toEqual([]);
    expect(checkTemplate("{{ trigger.n }}", { escape: "url" }).map(({ code }) => code)).toEqual([
      "template-in-host",
    ]);
  });

  test("the pieces put together are the template", () => {
    const text = "a {{ x }} b {{y}}";
    const pieces = splitTemplate(text).map((piece) =>
      piece.kind === "text" ? piece.text : `{{${text.slice(piece.from, piece.to)}}}`,
    );
    expect(pieces.join("")).toBe(text);
  });
});

describe("escaping", () => {
  test("HTML: everything inserted is escaped, also alone, unless raw() says otherwise", () => {
    const options = { escape: "html" } as const;
    expect(render("<p>{{ trigger.html }}</p>", options)).toBe("<p>&lt;b&gt;&#39;&amp;&quot;</p>");
    expect(render("{{ trigger.html }}", options)).toBe("&lt;b&gt;&#39;&amp;&quot;");
    expect(render("{{ raw(trigger.html) }}", options)).toBe("<b>'&\"");
    expect(render("{{ 'a' + raw('<b>') }}", options)).toBe("a&lt;b&gt;");
    expect(render("{{ trigger.list }}", options)).toBe("[1,{&quot;a&quot;:2}]");
  });

  test.each([
    ["https://a.example/{{ '../admin?x=1#' }}", "https://a.example/..%2Fadmin%3Fx%3D1%23"],
    ["https://a.example/x?q={{ 'a b&c=d' }}#{{ '..' }}", "https://a.example/x?q=a%20b%26c%3Dd#.."],
    ["/thanks?id={{ trigger.n }}", "/thanks?id=5"],
    ["https://a.example/{{ raw('/') }}", "https://a.example/%2F"],
    ["https://a.example/{{ '\ud800' }}", "https://a.example/%EF%BF%BD"],
  ])("URL: %s", (text, expected) => {
    expect(render(text, { escape: "url" })).toBe(expected);
  });

  test.each([
    ["{{ trigger.name }}", "template-in-host"],
    ["https://{{ trigger.name }}/x", "template-in-host"],
    ["https:///{{ trigger.name }}", "template-in-host"],
    ["https://\t/{{ trigger.name }}", "template-in-host"],
    ["/\t/{{ trigger.name }}", "template-in-host"],
    ["/\n\\{{ trigger.name }}", "template-in-host"],
    ["https://a.example{{ trigger.name }}/x", "template-in-host"],
    ["https://a.example:{{ trigger.n }}/x", "template-in-host"],
    ["/{{ trigger.name }}", undefined],
    ["//{{ trigger.name }}/x", "template-in-host"],
    ["/\\{{ trigger.name }}/x", "template-in-host"],
    ["https://a.example/{{ '..' }}/x", "dot-segment"],
    ["https://a.example/{{ '.' }}{{ '.' }}/x", "dot-segment"],
  ])("URL: %s is %s", (text, code) => {
    if (code === undefined) expect(render(text, { escape: "url" })).toBe("/Ada");
    else expect(errorOf(text, { escape: "url" }).code).toBe(code);
  });

  test.each([
    ["https://a.example/items/{{ trigger.none }}", "{{ trigger.none }}"],
    ["https://a.example/items/{{ '' }}/notes", "{{ '' }}"],
    ["https://a.example/items/{{ null }}?all=1", "{{ null }}"],
    ["https://a.example/items/{{ '' }}#top", "{{ '' }}"],
    ["https://a.example/items\\{{ '' }}\\x", "{{ '' }}"],
    ["https://a.example/items/\t{{ '' }}\n/x", "{{ '' }}"],
    ["https://a.example/items/{{ '' }}{{ trigger.none }} ", "{{ trigger.none }}"],
    ["/{{ '' }}", "{{ '' }}"],
  ])("URL: %j has nothing in a part of its path", (text, expression) => {
    for (const escaping of ["url", "url-any-host"] as const) {
      const { code, from, to } = errorOf(text, { escape: escaping });
      expect([code, text.slice(from - 2, to + 2)]).toEqual(["empty-segment", expression]);
    }
  });

  test.each([
    ["https://a.example/v{{ '' }}/x", "https://a.example/v/x"],
    ["https://a.example/{{ '' }}.json", "https://a.example/.json"],
    ["https://a.example/{{ '' }}{{ 1 }}/{{ ' ' }}", "https://a.example/1/%20"],
    ["https://a.example/x?q={{ '' }}&r={{ trigger.none }}", "https://a.example/x?q=&r="],
    ["https://a.example/x/?{{ '' }}", "https://a.example/x/?"],
    ["https://a.example/x#/{{ '' }}", "https://a.example/x#/"],
  ])("URL: %s may have nothing there", (text, expected) => {
    expect(render(text, { escape: "url" })).toBe(expected);
  });

  test.each([
    ["{{ trigger.n }}", "5"],
    ["v{{ trigger.none }}", "v"],
    ["{{ 'a/b' }}", "a%2Fb"],
    ["{{ trigger.none }}", "empty-segment"],
    ["{{ '' }}{{ trigger.none }}", "empty-segment"],
    ["{{ '..' }}", "dot-segment"],
  ])("a part of a URL's path: %s is %s", (text, expected) => {
    const options = { escape: "url-segment" } as const;
    if (expected.endsWith("-segment")) expect(errorOf(text, options).code).toBe(expected);
    else expect(render(text, options)).toBe(expected);
  });

  test("a node may allow the host to be inserted", () => {
    const options = { escape: "url-any-host" } as const;
    expect(
      compileTemplate("{{ env.API }}/orders/{{ 'a/b' }}", options).evaluate({
        env: { API: "https://a.example" },
      }),
    ).toBe("https://a.example/orders/a%2Fb");
  });
});

describe("trees", () => {
  test("a tree without templates is returned as it is", () => {
    const tree = { a: [1, "x", { b: null }] };
    const compiled = compileTree(tree);
    expect(compiled.static).toBe(true);
    expect(compiled.evaluate({})).toBe(tree);
  });

  test("text leaves are templates, keys never are, types are kept", () => {
    const tree = {
      "{{ key }}": "{{ trigger.n }}",
      list: ["{{ trigger.list }}", "n={{ trigger.n }}", 1],
      fixed: { a: 1 },
    };
    const compiled = compileTree(tree);
    const value = compiled.evaluate(scope);
    expect(value).toEqual({ "{{ key }}": 5, list: [[1, { a: 2 }], "n=5", 1], fixed: { a: 1 } });
    expect((value as { fixed: unknown }).fixed).toBe(tree.fixed);
    expect(compiled.references.map(({ at, path }) => [at, path])).toEqual([
      [["{{ key }}"], ["trigger", "n"]],
      [
        ["list", 0],
        ["trigger", "list"],
      ],
      [
        ["list", 1],
        ["trigger", "n"],
      ],
    ]);
  });

  test("inserted values cannot leave their place", () => {
    const evil = { trigger: { name: 'x","admin":true,"y":"' } };
    expect(compileTree({ name: "{{ trigger.name }}" }).evaluate(evil)).toEqual({ name: evil.trigger.name });
  });

  test("a static tree with literal braces is unescaped once", () => {
    const compiled = compileTree({ a: ["{{{{ x"] });
    expect(compiled.static).toBe(true);
    expect(compiled.evaluate({})).toEqual({ a: ["{{ x"] });
    expect(compiled.evaluate({})).toBe(compiled.evaluate({}));
  });

  test("a key called __proto__ stays a key", () => {
    const tree = JSON.parse('{"__proto__":{"polluted":"{{ trigger.n }}"}}');
    const value = compileTree(tree).evaluate(scope) as object;
    expect(Object.hasOwn(value, "__proto__")).toBe(true);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});
