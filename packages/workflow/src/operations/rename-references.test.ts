// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts under test are expressions
import { describe, expect, test } from "vitest";
import { stableStringify } from "../document/stable-stringify.ts";
import { buildDocument, node } from "../testing/build-document.ts";
import { deepFreeze } from "../testing/freeze.ts";
import { applyOperation } from "./operation.ts";

/** A reference to the node `old` (or the variable `v`) in every place that can hold one. */
const everywhere = deepFreeze(
  buildDocument({
    trigger: {
      variables: [
        { key: "v", from: "body", path: "v", type: "any", required: false, default: "{{ trigger.v }}" },
      ],
      examples: { body: '{"a":"{{ steps.old.x }} {{ trigger.v }}"}' },
      response: { status: 202, body: { seen: ["{{ trigger.v }}", { deep: "{{ steps.old.x }}" }] } },
      filter: { when: { expression: "trigger.v && steps.old" } },
      auth: { any: [{ type: "basic", username: "u", password: { secret: { value: "{{ steps.old }}" } } }] },
    },
    nodes: {
      old: node("loop", {}, { name: "steps.old" }),
      inside: node("set", { fields: { x: "{{ loop.old.item.id }}" } }, { parent: "old" }),
      bare: node("transform", { expression: "steps.old.items.map(item => item.n + trigger.v)" }),
      rules: node("switch", {
        cases: [
          { port: "a", when: { expression: "steps?.old?.x === trigger['v']" } },
          {
            port: "b",
            when: {
              any: [
                { left: "{{ steps.old.x }}", operator: "equals", right: "{{ trigger.v }}" },
                {
                  none: [
                    { left: { deep: ["{{ 'old' in steps }}"] }, operator: "in", right: ["{{ steps.old }}"] },
                  ],
                },
              ],
            },
          },
        ],
      }),
      template: node("set", {
        fields: {
          expression: "a field of this name: {{ steps.old.x }} and {{ trigger.v }}",
          text: "steps.old {{{{ steps.old }} {{ `${ steps.old.x }` }}",
          "{{ steps.old }}": "a key is no template",
        },
      }),
      cached: node("http", {}, { cache: { key: "{{ steps.old.id }}-{{ trigger.v }}", ttlSeconds: 60 } }),
      plain: node("set", { fields: { other: "{{ steps.older.x }} {{ trigger.value }} {{ item.old }}" } }),
    },
    edges: [
      ["trigger", "old"],
      ["old", "bare"],
      ["old.error", "rules"],
      ["bare", "plain"],
    ],
    settings: {
      searchKeys: [
        { name: "a", path: "steps.old.id" },
        { name: "b", path: "trigger.v" },
      ],
      concurrency: { key: "{{ trigger.v }} {{ steps.old }}", limit: 1, whenFull: "queue" },
    },
    layout: { nodes: { old: { x: 1, y: 2 }, bare: { x: 3, y: 4 } }, notes: [] },
  }),
);

describe("renaming a key", () => {
  const renamed = applyOperation(everywhere, { op: "rename-key", from: "old", to: "fresh" });

  test("every reference follows: templates, bare expressions, rules, search keys, cache keys, parents", () => {
    expect(renamed.nodes.inside).toEqual(
      node("set", { fields: { x: "{{ loop.fresh.item.id }}" } }, { parent: "fresh" }),
    );
    expect(renamed.nodes.bare?.config).toEqual({
      expression: "steps.fresh.items.map(item => item.n + trigger.v)",
    });
    expect(renamed.nodes.rules?.config).toEqual({
      cases: [
        { port: "a", when: { expression: "steps?.fresh?.x === trigger['v']" } },
        {
          port: "b",
          when: {
            any: [
              { left: "{{ steps.fresh.x }}", operator: "equals", right: "{{ trigger.v }}" },
              {
                none: [
                  {
                    left: { deep: ["{{ 'fresh' in steps }}"] },
                    operator: "in",
                    right: ["{{ steps.fresh }}"],
                  },
                ],
              },
            ],
          },
        },
      ],
    });
    expect(renamed.nodes.template?.config).toEqual({
      fields: {
        expression: "a field of this name: {{ steps.fresh.x }} and {{ trigger.v }}",
        text: "steps.old {{{{ steps.old }} {{ `${ steps.fresh.x }` }}",
        "{{ steps.old }}": "a key is no template",
      },
    });
    expect(renamed.nodes.cached?.cache).toEqual({
      key: "{{ steps.fresh.id }}-{{ trigger.v }}",
      ttlSeconds: 60,
    });
    expect(renamed.settings?.searchKeys?.map(({ path }) => path)).toEqual(["steps.fresh.id", "trigger.v"]);
    expect(renamed.trigger.config.response).toEqual({
      status: 202,
      body: { seen: ["{{ trigger.v }}", { deep: "{{ steps.fresh.x }}" }] },
    });
    expect(renamed.trigger.config.filter).toEqual({ when: { expression: "trigger.v && steps.fresh" } });
    expect(renamed.edges).toEqual([
      { from: "trigger", to: "fresh" },
      { from: "fresh", to: "bare" },
      { from: "fresh", port: "error", to: "rules" },
      { from: "bare", to: "plain" },
    ]);
    expect(renamed.layout?.nodes).toEqual({ fresh: { x: 1, y: 2 }, bare: { x: 3, y: 4 } });
    expect(Object.keys(renamed.nodes)[0]).toBe("fresh");
  });

  test("examples, secrets, shown names and similar names stay", () => {
    expect(renamed.trigger.config.examples).toEqual(everywhere.trigger.config.examples);
    expect(renamed.trigger.config.variables).toEqual(everywhere.trigger.config.variables);
    expect(renamed.trigger.config.auth).toEqual(everywhere.trigger.config.auth);
    expect(renamed.nodes.fresh?.name).toBe("steps.old");
    expect(renamed.nodes.plain).toBe(everywhere.nodes.plain);
  });

  test("there and back gives the same bytes", () => {
    const back = applyOperation(renamed, { op: "rename-key", from: "fresh", to: "old" });
    expect(JSON.stringify(back)).toBe(JSON.stringify(everywhere));
  });

  test("a place left over from a node that is gone does not follow it", () => {
    const stale = buildDocument({
      nodes: { a: node("set") },
      layout: { nodes: { a: { x: 1, y: 1 }, b: { x: 9, y: 9 } }, notes: [] },
    });
    expect(applyOperation(stale, { op: "rename-key", from: "a", to: "b" }).layout?.nodes).toEqual({
      b: { x: 1, y: 1 },
    });
  });

  test("what does not read it stays the very same", () => {
    const document = buildDocument({
      nodes: {
        old: node("set"),
        reader: node("set", { x: "{{ steps.old }}", other: { a: "{{ steps.older }}" } }),
      },
    });
    const renamed = applyOperation(document, { op: "rename-key", from: "old", to: "next" });
    expect(renamed.nodes.reader?.config.x).toBe("{{ steps.next }}");
    expect(renamed.nodes.reader?.config.other).toBe(document.nodes.reader?.config.other);
  });

  test("an expression that cannot be parsed yet stays as it is", () => {
    const unfinished = buildDocument({
      nodes: {
        a: node("transform", { expression: "steps.a. +" }),
        b: node("set", { x: "{{ steps.a. }} {{" }),
      },
    });
    const after = applyOperation(unfinished, { op: "rename-key", from: "a", to: "c" });
    expect(after.nodes.c?.config).toEqual({ expression: "steps.a. +" });
    expect(after.nodes.b).toBe(unfinished.nodes.b);
  });
});

describe("renaming a trigger variable", () => {
  const renamed = applyOperation(everywhere, { op: "rename-variable", from: "v", to: "value2" });

  test("its row and every reference follow; the sender's examples and the defaults stay", () => {
    expect(renamed.trigger.config.variables).toEqual([
      { key: "value2", from: "body", path: "v", type: "any", required: false, default: "{{ trigger.v }}" },
    ]);
    const { variables: _, examples, ...rest } = renamed.trigger.config;
    expect(examples).toEqual(everywhere.trigger.config.examples);
    const texts = stableStringify([rest, renamed.nodes, renamed.settings]);
    expect(texts).not.toMatch(/trigger(\.|\[')v\b(?!al)/);
    expect(texts.match(/trigger(\.|\[')value2\b/g)).toHaveLength(
      stableStringify([
        { ...everywhere.trigger.config, variables: null, examples: null },
        everywhere.nodes,
        everywhere.settings,
      ]).match(/trigger(\.|\[')v\b/g)?.length ?? 0,
    );
  });

  test("there and back gives the same bytes", () => {
    const back = applyOperation(renamed, { op: "rename-variable", from: "value2", to: "v" });
    expect(JSON.stringify(back)).toBe(JSON.stringify(everywhere));
  });
});

describe("renaming a field of an output", () => {
  const renamed = applyOperation(everywhere, { op: "rename-output", key: "old", from: "x", to: "fresh" });

  test("every reading of it follows; other fields, other steps and the sender's examples stay", () => {
    const texts = (document: typeof everywhere) =>
      stableStringify([{ ...document.trigger.config, examples: null }, document.nodes, document.settings]);
    expect(texts(renamed)).toBe(texts(everywhere).replaceAll(/(steps\??\.old\??\.)x\b/g, "$1fresh"));
    expect(texts(renamed)).not.toBe(texts(everywhere));
    expect(renamed.trigger.config.examples).toEqual(everywhere.trigger.config.examples);
  });

  test("there and back gives the same bytes", () => {
    const back = applyOperation(renamed, { op: "rename-output", key: "old", from: "fresh", to: "x" });
    expect(JSON.stringify(back)).toBe(JSON.stringify(everywhere));
  });
});
