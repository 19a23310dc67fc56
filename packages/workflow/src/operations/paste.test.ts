import { describe, expect, test } from "vitest";
import { documentSchema } from "../document/schema.ts";
import { buildDocument, edge, node } from "../testing/build-document.ts";
import { cpuTime } from "../testing/cpu-time.ts";
import { deepFreeze } from "../testing/freeze.ts";
import { fragmentOf, fragmentText, parseFragment } from "./fragment.ts";
import { freshKey, keyFromName } from "./node-keys.ts";
import { applyOperation } from "./operation.ts";
import { pastedKeys } from "./paste.ts";

const source = deepFreeze(
  buildDocument({
    nodes: {
      ask: node("http", { url: "https://a.example", token: { secret: "sec_1" } }, { name: "Ask" }),
      box: node("loop"),
      each: node("set", { fields: { a: "{{ steps.ask.body }} {{ loop.box.item }}" } }, { parent: "box" }),
      typed: node("http", { token: { secret: { value: "just typed" } } }),
      outside: node("set", { fields: {} }),
    },
    edges: [
      ["trigger", "ask"],
      ["ask", "box"],
      ["ask.error", "outside"],
    ],
    layout: {
      nodes: { ask: { x: 10, y: 10 }, box: { x: 20, y: 20 }, outside: { x: 0, y: 0 } },
      notes: [
        { id: "n1", text: "about ask", x: 1, y: 1 },
        { id: "n2", text: "about others", x: 2, y: 2 },
      ],
    },
  }),
);
const fragment = deepFreeze(
  fragmentOf(source, { keys: ["ask", "box", "each", "ghost"], notes: ["n1", "n7"] }),
);

describe("a fragment made to take long", () => {
  const empty = documentSchema.parse(buildDocument({ nodes: {}, edges: [] }));

  test("ten thousand notes of one id", () => {
    const notes = Array.from({ length: 10_000 }, () => ({ id: "n", text: "", x: 0, y: 0 }));
    const start = cpuTime();
    const pasted = applyOperation(empty, {
      op: "paste",
      fragment: { sluice: "fragment/1", nodes: {}, edges: [], layout: { nodes: {}, notes } },
    });
    expect(new Set(pasted.layout?.notes.map(({ id }) => id)).size).toBe(10_000);
    expect(cpuTime() - start).toBeLessThan(2_000);
  });

  test("a thousand nodes whose keys are all taken", () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, at) => [
        `n${at}x`,
        { type: "set", config: { fields: { a: `{{ steps.n${(at * 7) % 1_000}x.a + ${at} }}` } } },
      ]),
    );
    const start = cpuTime();
    const pasted = applyOperation(
      { ...empty, nodes },
      { op: "paste", fragment: { sluice: "fragment/1", nodes, edges: [], layout: { nodes: {}, notes: [] } } },
    );
    expect(pasted.nodes.n1x2?.config).toEqual({ fields: { a: "{{ steps.n7x2.a + 1 }}" } });
    expect(cpuTime() - start).toBeLessThan(4_000);
  });
});

describe("taking a fragment", () => {
  test("nodes, the edges among them, their places and the notes asked for", () => {
    expect(Object.keys(fragment.nodes)).toEqual(["ask", "box", "each"]);
    expect(fragment.edges).toEqual([edge("ask", "box")]);
    expect(fragment.layout).toEqual({
      nodes: { ask: { x: 10, y: 10 }, box: { x: 20, y: 20 } },
      notes: [{ id: "n1", text: "about ask", x: 1, y: 1 }],
    });
  });

  test("secrets stay behind, above all one that was just typed", () => {
    const text = fragmentText(fragmentOf(source, { keys: Object.keys(source.nodes) }));
    expect(text).not.toContain("sec_1");
    expect(text).not.toContain("just typed");
    expect(fragment.nodes.ask?.config).toEqual({ url: "https://a.example", token: {} });
  });

  test("as text it comes back the same", () => {
    expect(parseFragment(fragmentText(fragment))).toEqual(fragment);
    expect(parseFragment(`\n ${fragmentText(fragment)} \n`)).toEqual(fragment);
  });

  test.each([
    "",
    "hello",
    "fragment/1",
    '{"sluice":"fragment/1"}',
    '{"sluice":"fragment/2","nodes":{},"edges":[],"layout":{"nodes":{},"notes":[]}}',
    '{"note":"fragment/1"}',
    JSON.stringify({ ...fragment, nodes: { trigger: node("set") } }),
    JSON.stringify({ ...fragment, more: 1 }),
    `{"sluice":"fragment/1","nodes":{"a":{"type":"set","config":{"x":${"[".repeat(20_000)}${"]".repeat(20_000)}}}},"edges":[],"layout":{"nodes":{},"notes":[]}}`,
  ])("other text is no fragment (%#)", (text) => {
    expect(parseFragment(text)).toBeUndefined();
  });
});

describe("pasting", () => {
  test("into another document: the keys stay, nothing else changes, everything is moved", () => {
    const other = deepFreeze(buildDocument({ nodes: { first: node("set") } }));
    const after = applyOperation(other, { op: "paste", fragment, by: { x: 5, y: 6 } });
    expect(after).toEqual({
      ...other,
      nodes: { ...other.nodes, ...fragment.nodes },
      edges: [edge("ask", "box")],
      layout: {
        nodes: { ask: { x: 15, y: 16 }, box: { x: 25, y: 26 } },
        notes: [{ id: "n1", text: "about ask", x: 6, y: 7 }],
      },
    });
    expect(after.nodes.first).toBe(other.nodes.first);
  });

  test("where the keys are taken: fresh ones, and references inside the fragment follow", () => {
    const after = applyOperation(source, { op: "paste", fragment });
    expect(Object.keys(after.nodes).slice(5)).toEqual(["ask2", "box2", "each2"]);
    expect(after.nodes.each2).toEqual(
      node("set", { fields: { a: "{{ steps.ask2.body }} {{ loop.box2.item }}" } }, { parent: "box2" }),
    );
    expect(after.edges).toEqual([...source.edges, edge("ask2", "box2")]);
    expect(after.layout?.notes.map(({ id }) => id)).toEqual(["n1", "n2", "n12"]);
    for (const key of Object.keys(source.nodes)) expect(after.nodes[key]).toBe(source.nodes[key]);
    expect(documentSchema.safeParse(after).success).toBe(true);
  });

  test("a fresh key is never one that another pasted node brings", () => {
    const pair = fragmentOf(
      buildDocument({
        nodes: {
          a: node("set", { x: "{{ steps.a2.v }}" }),
          a2: node("set", { x: "{{ steps.a.v }}" }),
        },
      }),
      { keys: ["a", "a2"] },
    );
    const target = buildDocument({ nodes: { a: node("set") } });
    expect([...pastedKeys(target, pair)]).toEqual([
      ["a", "a3"],
      ["a2", "a2"],
    ]);
    const after = applyOperation(target, { op: "paste", fragment: pair });
    expect(after.nodes.a3?.config).toEqual({ x: "{{ steps.a2.v }}" });
    expect(after.nodes.a2?.config).toEqual({ x: "{{ steps.a3.v }}" });
  });

  test("a reference to what was not copied stays; a container that was not copied is left", () => {
    const alone = fragmentOf(source, { keys: ["each"] });
    const after = applyOperation(source, { op: "paste", fragment: alone });
    expect(after.nodes.each2).toEqual(
      node("set", { fields: { a: "{{ steps.ask.body }} {{ loop.box.item }}" } }),
    );
  });

  test("a container is copied with all that stands in it, and may be pasted into another one", () => {
    const copied = fragmentOf(source, { keys: ["box"] });
    expect(Object.keys(copied.nodes)).toEqual(["box", "each"]);
    const after = applyOperation(source, { op: "paste", fragment: copied, parent: "box" });
    expect(after.nodes.box2).toEqual(node("loop", {}, { parent: "box" }));
    expect(after.nodes.each2?.parent).toBe("box2");
  });

  test("a fragment from elsewhere cannot bring secrets, edges from outside, or places of nothing", () => {
    const crafted = {
      ...fragment,
      nodes: { x: node("http", { token: { secret: "sec_of_another" } }) },
      edges: [edge("trigger", "x"), edge("ghost", "x"), edge("x", "ghost")],
      layout: { nodes: { ghost: { x: 0, y: 0 }, x: { x: 1, y: 1 } }, notes: [] },
    };
    const after = applyOperation(buildDocument(), { op: "paste", fragment: crafted });
    expect(after.nodes).toEqual({ x: node("http", { token: {} }) });
    expect(after.edges).toEqual([]);
    expect(after.layout?.nodes).toEqual({ x: { x: 1, y: 1 } });
  });
});

describe("keys from names", () => {
  test.each([
    ["Paid?", "paid"],
    ["Send e-mail", "sendEMail"],
    ["ID", "id"],
    ["Créer la commande", "creerLaCommande"],
    ["2nd try", "ndTry"],
    ["trigger", "node"],
    ["constructor", "node"],
    ["__proto__", "proto__"],
    ["支払い", "node"],
    ["", "node"],
    ["x".repeat(100), "x".repeat(64)],
  ])("%j becomes %s", (name, key) => {
    expect(keyFromName(name)).toBe(key);
  });

  test("a taken key is counted up, and never longer than a key may be", () => {
    expect(freshKey(new Set(["a", "a2"]), "a")).toBe("a3");
    expect(freshKey(new Set(), "a")).toBe("a");
    expect(freshKey(new Set(["x".repeat(64)]), "x".repeat(64))).toBe(`${"x".repeat(63)}2`);
  });
});
