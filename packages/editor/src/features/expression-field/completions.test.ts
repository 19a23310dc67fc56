import { definitions } from "@sluice/nodes/definitions";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { exampleScope } from "../../document/example-scope.ts";
import { filterVariables, variablesOf } from "../../document/variables.ts";
import { completionsAt, type FieldMode } from "./completions.ts";

const document = buildDocument({
  trigger: {
    variables: [
      {
        key: "order_id",
        from: "body",
        path: "order_id",
        alias: "Order number",
        type: "string",
        required: true,
      },
      { key: "customer", from: "body", path: "customer", type: "object", required: false },
      { key: "items", from: "body", path: "items", type: "array", required: true },
      { key: "skus", from: "body", path: "items[*].sku", type: "string", required: true },
      { key: "absent", from: "body", path: "absent[*].at", type: "datetime", required: true },
    ],
    examples: {
      body: '{"order_id":"A-17","customer":{"name":"Ada","odd key":1},"items":[{"sku":"x","parts":[{"size":1}]}]}',
      query: "source=shop",
    },
  },
  nodes: {
    isPaid: node("condition", { when: { expression: "true" } }),
    total: node("set", { fields: { total: "{{ 1 + 1 }}" } }, { name: "Totals" }),
    later: node("transform", { expression: "1" }),
  },
  edges: [
    ["trigger", "isPaid"],
    ["isPaid.true", "total"],
    ["total", "later"],
  ],
});
const scope = exampleScope(document, "wf_1");
const variables = variablesOf({ document, types: definitions, language: "en", node: "later", scope });

/** Labels suggested at the bar in the text. */
const labelsAt = (marked: string, mode: FieldMode = "template") => {
  const at = marked.indexOf("|");
  const found = completionsAt({ text: marked.replace("|", ""), at, mode, variables, language: "en" });
  return found?.list.map(({ label }) => label) ?? null;
};

describe("given a field of a node", () => {
  it("when the caret stands outside of braces, or in quotes, then nothing is suggested", () => {
    expect(labelsAt("Hello |")).toBeNull();
    expect(labelsAt("{{ trigger.order_id }} and |")).toBeNull();
    expect(labelsAt('{{ "trig|" }}')).toBeNull();
    expect(labelsAt("{{ x| }}", "literal")).toBeNull();
  });

  it("when an expression begins, then its roots, functions and the trigger's variables are suggested", () => {
    const labels = labelsAt("{{ | }}");
    expect(labels).toEqual(expect.arrayContaining(["trigger", "steps", "request", "now", "Math", "sum"]));
    expect(labels).toContain("trigger.order_id");
  });

  it.each([
    ["{{ trigger.items.map(i => i.| }}", ["sku", "parts"]],
    ["{{ sum(trigger.items, x => x.| }}", ["sku", "parts"]],
    ["{{ trigger.items.filter(x => x.sku == (1)).map((one, index) => one.s| }}", ["sku", "parts"]],
    ["{{ trigger.items.map(i => i.parts.map(p => p.| }}", ["size"]],
    ["{{ trigger.items.map(i => i.parts[0].| }}", ["size"]],
  ])(
    "when the parameter of an arrow stands for the items of a list, then their fields are suggested: %s",
    (text, fields) => {
      const labels = labelsAt(text) ?? [];
      expect(labels.slice(0, fields.length)).toEqual(fields);
    },
  );

  it("when there is no example, or its list is empty, then the fields of elements are those that other variables read", () => {
    const read = (path: string, type: string) => ({
      ...{ key: path.replaceAll(/\W+/g, "_"), from: "body", path, type, required: false },
    });
    const declared = [
      read("items", "array"),
      ...[read("items[*].sku", "string"), read("items[*].parts[*].size", "integer")],
      ...[read("itemsGone", "array"), read("order", "object"), read("order.lines[*].qty", "number")],
    ];
    for (const examples of [{}, { body: '{"items":[]}' }, { body: "no JSON" }]) {
      const bare = buildDocument({ trigger: { variables: declared, examples }, nodes: { a: node("set") } });
      const given = { document: bare, types: definitions, language: "en", node: "a" } as const;
      const known = variablesOf({ ...given, scope: exampleScope(bare, "wf_2") });
      const labels = (expression: string) => {
        const text = `{{ ${expression}`;
        const at = text.length;
        const found = completionsAt({ text, at, mode: "template", variables: known, language: "en" });
        return found?.list.flatMap(({ label, kind }) => (kind === "variable" ? [label] : []));
      };
      expect(labels("trigger.items.map(i => i.")).toEqual(["sku", "parts"]);
      expect(labels("trigger.items.map(i => i.parts.map(p => p.")).toEqual(["size"]);
      expect(labels("trigger.order.")).toEqual(["lines"]);
      expect(labels("trigger.order.lines.filter(l => l.")).toEqual(["qty"]);
      expect(labels("trigger.itemsGone.map(i => i.")).toEqual([]);
    }
  });

  it("when a path reads all elements, then its variable is a list of its type", () => {
    const list = completionsAt({
      text: "{{ trigger.",
      at: 11,
      mode: "template",
      variables,
      language: "en",
    })?.list;
    const details = Object.fromEntries((list ?? []).map(({ label, detail }) => [label, detail]));
    expect(details).toMatchObject({ skus: "array", absent: "array" });
    const all = variables.find(({ name }) => name === "trigger")?.children ?? [];
    expect(all.find(({ name }) => name === "absent")?.children).toMatchObject([
      { expression: "trigger.absent[0]", type: "datetime" },
    ]);
  });

  it("when the braces are not closed yet, then it is an expression all the same", () => {
    expect(labelsAt("Order {{ trigger.|")).toEqual([...["order_id", "customer", "items", "skus", "absent"]]);
  });

  it("when the alias is written, then the variable behind it is found", () => {
    expect(labelsAt("{{ number| }}")?.slice(0, 1)).toEqual(["trigger.order_id"]);
  });

  it("when a member is written, then the fields of the example are suggested", () => {
    expect(labelsAt("{{ trigger.customer.| }}")).toContain("name");
    expect(labelsAt("{{ request.query.| }}")).toContain("source");
  });

  it("when a step is named, then its output is suggested, and only steps that ran before are", () => {
    expect(labelsAt("{{ steps.| }}")).toEqual(["total", "isPaid"]);
    expect(labelsAt("{{ steps.total.| }}")).toContain("total");
    expect(labelsAt("{{ steps.isPaid.| }}")).toContain("result");
  });

  it("when the value is text, then its methods are suggested, and not those of lists", () => {
    const labels = labelsAt("{{ trigger.order_id.| }}");
    expect(labels).toContain("toUpperCase");
    expect(labels).not.toContain("map");
  });

  it("when a namespace is named, then its functions are suggested without it", () => {
    expect(labelsAt("{{ Math.| }}")).toEqual(expect.arrayContaining(["round", "max"]));
  });

  it("when the field is a bare expression, then no braces are needed", () => {
    expect(labelsAt("trigger.|", "expression")).toEqual([
      ...["order_id", "customer", "items", "skus", "absent"],
    ]);
  });

  it("when the text before the caret is replaced, then it is the word that is being written", () => {
    const text = "{{ trigger.ord";
    expect(completionsAt({ text, at: text.length, mode: "template", variables, language: "en" })?.from).toBe(
      11,
    );
  });
});

describe("given the variable tree", () => {
  it("when it is searched by alias or by path, then what matches is kept with what leads there", () => {
    const [trigger] = filterVariables(variables, "order number");
    expect(trigger?.expression).toBe("trigger");
    expect(trigger?.children.map(({ expression }) => expression)).toEqual(["trigger.order_id"]);
  });

  it("when a key is no plain name, then the expression quotes it", () => {
    const found = filterVariables(variables, "odd key")[0]?.children[0]?.children[0];
    expect(found?.expression).toBe('trigger.customer["odd key"]');
  });
});

describe("given a script", () => {
  it("when a name begins, then the execution's names are suggested, and no function of expressions", () => {
    const labels = labelsAt("const a = tr|", "script");
    expect(labels).toEqual(expect.arrayContaining(["trigger", "steps", "request", "now"]));
    expect(labels).not.toContain("sum");
    expect(labels).not.toContain("Math");
  });

  it("when a variable is followed by a dot, then its fields are, and nothing after a call", () => {
    expect(labelsAt("// don't\nreturn trigger.|", "script")).toEqual([
      ...["order_id", "customer", "items", "skus", "absent"],
    ]);
    expect(labelsAt("return steps.total.|", "script")).toEqual(["total"]);
    expect(labelsAt("return nothing.|", "script")).toEqual([]);
    expect(labelsAt("return f(trigger).|", "script")).toEqual([]);
  });

  it("when the caret stands in quotes, then nothing is", () => {
    expect(labelsAt("return 'trigger.|'", "script")).toBeNull();
  });
});
