import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentSchema, type WorkflowDocument } from "../document/schema.ts";
import { secretsOf } from "../document/secrets.ts";
import { findReferences, findReferencesInExpression } from "../expressions/find-references.ts";
import { scopeOf, scopesAround } from "../graph/graph.ts";
import type { Json } from "../node-contract/json.ts";
import { buildDocument, node } from "../testing/build-document.ts";
import { deepFreeze } from "../testing/freeze.ts";
import { fragmentOf, fragmentText, parseFragment } from "./fragment.ts";
import { applyOperation, type Operation, operationSchema } from "./operation.ts";
import { OperationError } from "./operation-error.ts";
import { pastedKeys } from "./paste.ts";

/** Few keys, so that operations meet each other: some are there, some are not. */
const keys = ["a", "b", "c", "d", "longKey", "a2"] as const;
const key = fc.constantFrom(...keys);
const port = fc.constantFrom(undefined, "out", "true", "error");
const place = fc.record({ x: fc.integer(), y: fc.integer() });
const reference = fc
  .tuple(
    fc.constantFrom("steps", "steps", "loop", "execution.callbacks"),
    key,
    fc.constantFrom("", ".x", "[0]", "?.y"),
    fc.constantFrom("", " + trigger.v", " ?? 'a'"),
  )
  .map(([root, one, field, more]) => `${root}.${one}${field}${more}`);
const text = fc.oneof(
  fc.constantFrom("", "steps.a", "{{ broken", "trigger.v"),
  reference.map((source) => `text {{ ${source} }} and {{ trigger.v }}`),
);
const secret = fc.constantFrom({ secret: "sec_1" }, { secret: { value: "{{ steps.a }}" } }, {});
const rules = fc.oneof(
  reference.map((expression) => ({ expression })),
  fc.array(text, { maxLength: 2 }).map((sides) => ({
    all: sides.map((left) => ({ left, operator: "equals", right: [left] })),
  })),
);
const config = fc.record(
  { expression: reference, when: rules, text, list: fc.array(text, { maxLength: 2 }), token: secret },
  { requiredKeys: [] },
);
const options = fc.record(
  {
    parent: key,
    onError: fc.constantFrom("stop" as const, "continue" as const, "branch" as const),
    join: fc.constantFrom("all" as const, "any" as const),
    disabled: fc.boolean(),
    cache: text.map((cacheKey) => ({ key: cacheKey, ttlSeconds: 1 })),
  },
  { requiredKeys: [] },
);
const anyNode = fc
  .tuple(fc.constantFrom("set", "transform", "http", "loop", "try"), config, options)
  .map(([type, given, more]) => node(type, given, more));
const edge = fc
  .record({ from: fc.constantFrom("trigger", ...keys), port, to: key })
  .map(({ port: exit, ...ends }) => (exit === undefined ? ends : { ...ends, port: exit }));
const note = fc.record({
  id: fc.constantFrom("n1", "n2"),
  text: fc.string(),
  x: fc.integer(),
  y: fc.integer(),
});
const fragmentSource = fc.dictionary(key, anyNode, { maxKeys: 4 }).chain((nodes) =>
  fc.tuple(fc.constant(nodes), fc.array(edge, { maxLength: 4 })).map(([all, edges]) =>
    buildDocument({
      nodes: all,
      edges: edges.filter(({ from, to }) => from in all && to in all),
      layout: { nodes: Object.fromEntries(Object.keys(all).map((one) => [one, { x: 1, y: 1 }])), notes: [] },
    }),
  ),
);
const fragment = fragmentSource.map((document) =>
  fragmentOf(document, { keys: Object.keys(document.nodes) }),
);

const operation = fc.oneof(
  fc.record(
    {
      op: fc.constant("add-node" as const),
      key,
      node: anyNode,
      at: place,
      after: edge.map(({ to: _, ...exit }) => exit),
      onEdge: edge,
      exit: fc.constantFrom(null, "out", "true"),
    },
    { requiredKeys: ["op", "node"] },
  ),
  fc.record(
    {
      op: fc.constant("remove-nodes" as const),
      keys: fc.array(key, { minLength: 1, maxLength: 2 }),
      bridge: fc.boolean(),
    },
    { requiredKeys: ["op", "keys"] },
  ),
  edge.map((one) => ({ op: "connect" as const, ...one })),
  fc.record({
    op: fc.constant("disconnect" as const),
    edges: fc.array(edge, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ op: fc.constant("reconnect" as const), edge, now: edge }),
  fc.record(
    {
      op: fc.constant("move" as const),
      nodes: fc.dictionary(fc.constantFrom("trigger", ...keys), place, { maxKeys: 2 }),
      notes: fc.dictionary(fc.constantFrom("n1", "n2"), place, { maxKeys: 1 }),
    },
    { requiredKeys: ["op"] },
  ),
  fc.record({ op: fc.constant("rename" as const), key, name: fc.constantFrom("", "A name") }),
  fc.record({
    op: fc.constant("rename-key" as const),
    from: key,
    to: fc.oneof(key, fc.constantFrom("trigger", "9", "")),
  }),
  fc.record({
    op: fc.constant("rename-variable" as const),
    from: fc.constantFrom("v", "w"),
    to: fc.constantFrom("v", "w", "x", "a b"),
  }),
  fc.record({ op: fc.constant("set-config" as const), key, config }),
  fc.record(
    {
      op: fc.constant("set-field" as const),
      key,
      path: fc.array(fc.constantFrom("text", "list", "__proto__", 0, 1), { minLength: 1, maxLength: 3 }),
      value: text,
    },
    { requiredKeys: ["op", "key", "path"] },
  ),
  fc.record({
    op: fc.constant("set-node-options" as const),
    key,
    set: options,
    unset: fc.subarray(["parent", "join", "cache"] as const).map((some) => [...some]),
  }),
  fc.record(
    {
      op: fc.constant("wrap-in-container" as const),
      keys: fc.array(key, { minLength: 1, maxLength: 3 }),
      key,
      node: fc.constantFrom(node("loop"), node("try", {}, { name: "b" })),
      port: fc.constantFrom("out", "done"),
      at: place,
    },
    { requiredKeys: ["op", "keys", "node"] },
  ),
  fc.record(
    {
      op: fc.constant("unwrap" as const),
      key,
      port: fc.constantFrom("out", "error"),
      exits: fc.array(fc.record({ from: key, port: fc.constant("true") }), { maxLength: 2 }),
    },
    { requiredKeys: ["op", "key"] },
  ),
  fc.record(
    {
      op: fc.constant("set-parent" as const),
      keys: fc.array(key, { minLength: 1, maxLength: 2 }),
      parent: key,
    },
    { requiredKeys: ["op", "keys"] },
  ),
  fc.record({ op: fc.constant("set-trigger" as const), set: config, unset: fc.constantFrom([], ["text"]) }),
  fc.record(
    {
      op: fc.constant("set-workflow" as const),
      mode: fc.constantFrom("sync" as const, "async" as const),
      description: fc.constantFrom("", "about"),
      settings: fc.constantFrom(
        {},
        {
          searchKeys: [{ name: "s", path: "steps.a.x" }],
          concurrency: { key: "{{ steps.b.x }}{{ trigger.v }}", limit: 1, whenFull: "queue" as const },
        },
      ),
    },
    { requiredKeys: ["op"] },
  ),
  fc.record(
    { op: fc.constant("paste" as const), fragment, by: place, parent: key },
    { requiredKeys: ["op", "fragment"] },
  ),
  fc.record({ op: fc.constant("add-note" as const), note }),
  fc.record({
    op: fc.constant("set-note" as const),
    id: fc.constantFrom("n1", "n2"),
    set: fc.record({ text: fc.string() }, { requiredKeys: [] }),
  }),
  fc.record({ op: fc.constant("remove-notes" as const), ids: fc.constantFrom(["n1"], ["n1", "n2"]) }),
) as fc.Arbitrary<Operation>;

const first = deepFreeze(
  buildDocument({
    trigger: { variables: [{ key: "v", from: "body", path: "v", type: "any", required: false }] },
    nodes: { a: node("set"), b: node("transform", { expression: "steps.a.x" }) },
    edges: [
      ["trigger", "a"],
      ["a", "b"],
    ],
  }),
);

/** All documents along the way; what cannot be done is left out. */
function along(operations: readonly Operation[]): WorkflowDocument[] {
  const documents: WorkflowDocument[] = [first];
  for (const one of operations) {
    const before = documents.at(-1) ?? first;
    try {
      documents.push(deepFreeze(applyOperation(before, one)));
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
    }
  }
  return documents;
}

const sequence = fc.array(operation.map(deepFreeze), { minLength: 8, maxLength: 25 });
const document = sequence.map((operations) => along(operations).at(-1) ?? first);

/** Documents in which nothing crosses a border: what `check` calls one is taken away. */
const wellPlaced = document.map((given) => {
  const nodes = Object.fromEntries(
    Object.entries(given.nodes).map(([name, one]) => {
      const { parent: _circle, ...free } = one;
      return [name, scopesAround(given, name).at(-1) === "trigger" ? one : free];
    }),
  );
  const placed = { ...given, nodes };
  const across = new Set(crossing(placed));
  return { ...placed, edges: placed.edges.filter((one) => !across.has(one)) };
});

/** A document and an operation on some of its own nodes. */
const moving = wellPlaced
  .filter(({ nodes }) => Object.keys(nodes).length > 1)
  .chain((given) => {
    const own = fc.constantFrom(...Object.keys(given.nodes));
    const some = fc.array(own, { minLength: 1, maxLength: 3 });
    const wrapper = fc.constantFrom(node("loop"), node("try", {}, { name: "b" }));
    return fc.tuple(
      fc.constant(given),
      fc.oneof(
        some.chain((names) =>
          wrapper.map((one): Operation => ({ op: "wrap-in-container", keys: names, node: one })),
        ),
        own.map((name): Operation => ({ op: "unwrap", key: name })),
        some.map((names): Operation => ({ op: "set-parent", keys: names })),
        fc.tuple(some, own).map(([names, parent]): Operation => ({ op: "set-parent", keys: names, parent })),
        some.map((names): Operation => ({ op: "remove-nodes", keys: names, bridge: true })),
        own.map((from): Operation => ({ op: "rename-key", from, to: "renamedKey" })),
      ),
    );
  });

function crossing(given: WorkflowDocument) {
  return given.edges.filter(({ from, to }) => scopeOf(given, from) !== scopeOf(given, to));
}

function tried(given: WorkflowDocument, one: Operation): WorkflowDocument | undefined {
  try {
    return applyOperation(given, one);
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
}

describe("properties of operations", () => {
  test("any sequence of operations keeps the document valid, changes no input, and is deterministic", () => {
    let done = 0;
    fc.assert(
      fc.property(sequence, (operations) => {
        for (const one of operations) expect(operationSchema.safeParse(one).success).toBe(true);
        const documents = along(operations);
        done += documents.length - 1;
        for (const one of documents) expect(documentSchema.safeParse(one).error).toBeUndefined();
        expect(JSON.stringify(along(operations))).toBe(JSON.stringify(documents));
      }),
      { numRuns: 150 },
    );
    // Else the property would say little: most operations must have been possible.
    expect(done).toBeGreaterThan(600);
  });

  test("moving nodes between containers draws no edge across a border, and no container into itself", () => {
    let done = 0;
    fc.assert(
      fc.property(moving, ([given, one]) => {
        const after = tried(given, one);
        if (after === undefined) return;
        done++;
        expect(crossing(after)).toEqual([]);
        for (const name of Object.keys(after.nodes)) {
          expect(scopesAround(after, name).at(-1)).toBe("trigger");
        }
        const isGone = (name: string) => !Object.hasOwn(after.nodes, name);
        if (one.op === "set-parent" || one.op === "wrap-in-container")
          expect(Object.keys(given.nodes).filter(isGone)).toEqual([]);
        if (one.op === "unwrap") expect(Object.keys(given.nodes).filter(isGone)).toEqual([one.key]);
      }),
      { numRuns: 300 },
    );
    expect(done).toBeGreaterThan(100);
  });

  test("taking a container away that was just put around nodes gives the same ways", () => {
    fc.assert(
      fc.property(wellPlaced, fc.array(key, { minLength: 1, maxLength: 3 }), (given, some) => {
        const wrapped = tried(given, { op: "wrap-in-container", keys: some, key: "wrap", node: node("try") });
        fc.pre(wrapped !== undefined);
        const after = tried(wrapped ?? given, { op: "unwrap", key: "wrap" });
        expect(after?.nodes).toEqual(given.nodes);
        // Where one node leads in or out the edges come back as they were; more of them become all with all.
        const back = new Set(after?.edges.map(({ from, to }) => `${from} ${to}`));
        const inside = new Set(
          Object.keys(wrapped?.nodes ?? {}).filter((one) => wrapped?.nodes[one]?.parent === "wrap"),
        );
        const kept = given.edges.filter(({ from, to }) => inside.has(from) === inside.has(to));
        for (const { from, to } of kept) expect(back).toContain(`${from} ${to}`);
      }),
      { numRuns: 300 },
    );
  });

  test("renaming a key there and back gives the same bytes, and leaves no reference behind", () => {
    fc.assert(
      fc.property(document, key, (given, from) => {
        fc.pre(Object.hasOwn(given.nodes, from));
        const there = applyOperation(given, { op: "rename-key", from, to: "renamedKey" });
        expect(namesIn(there)).not.toContain(from);
        const back = applyOperation(there, { op: "rename-key", from: "renamedKey", to: from });
        expect(JSON.stringify(back)).toBe(JSON.stringify(given));
      }),
      { numRuns: 150 },
    );
  });

  test("pasting gives fresh keys, rewrites what it refers to inside, empties secrets, and leaves the rest", () => {
    fc.assert(
      fc.property(document, fragmentSource, (given, source) => {
        const taken = fragmentOf(source, { keys: Object.keys(source.nodes) });
        const freshKeys = pastedKeys(given, taken);
        const after = applyOperation(given, { op: "paste", fragment: taken });

        expect(new Set(freshKeys.values()).size).toBe(freshKeys.size);
        for (const [was, is] of freshKeys) {
          expect(Object.hasOwn(given.nodes, is)).toBe(false);
          const referred = namesIn(only(source, was)).map((name) => freshKeys.get(name) ?? name);
          const parent = source.nodes[was]?.parent;
          const kept = referred.filter((name) => name !== parent || freshKeys.has(name));
          expect(namesIn(only(after, is)).filter((name) => name !== is)).toEqual(
            expect.arrayContaining(kept.filter((name) => name !== is)),
          );
          expect(secretsOf(only(after, is))).toEqual([]);
        }
        for (const one of Object.keys(given.nodes)) expect(after.nodes[one]).toBe(given.nodes[one]);
        expect(after.edges.slice(0, given.edges.length)).toEqual(given.edges);
        expect(documentSchema.safeParse(after).success).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("a fragment survives the clipboard as text", () => {
    fc.assert(
      fc.property(fragment, (given) => {
        expect(parseFragment(fragmentText(given))).toEqual(given);
      }),
    );
  });
});

function only(given: WorkflowDocument, one: string): WorkflowDocument {
  const found = given.nodes[one];
  return { ...buildDocument(), nodes: found ? { [one]: found } : {} };
}

/** The nodes that a document names anywhere but in examples and secrets. */
function namesIn(given: WorkflowDocument): string[] {
  const names = new Set<string>(Object.keys(given.nodes));
  for (const { from, to } of given.edges) names.add(from).add(to);
  for (const one of Object.keys(given.layout?.nodes ?? {})) names.add(one);
  const read = (references: ReturnType<typeof findReferences>) => {
    for (const { path } of references) {
      if (path[0] === "steps" || path[0] === "loop") names.add(String(path[1]));
      if (path[0] === "execution" && path[1] === "callbacks") names.add(String(path[2]));
    }
  };
  const walk = (value: Json, field: string): void => {
    if (typeof value === "string") {
      read(field === "expression" ? findReferencesInExpression(value) : findReferences(value));
    } else if (Array.isArray(value)) {
      for (const child of value) walk(child, field);
    } else if (typeof value === "object" && value !== null && !Object.hasOwn(value, "secret")) {
      for (const [name, child] of Object.entries(value)) walk(child, name);
    }
  };
  walk(given.trigger.config, "");
  for (const { config: own, parent, cache } of Object.values(given.nodes)) {
    walk(own, "");
    if (cache) walk(cache.key, "");
    if (parent !== undefined) names.add(parent);
  }
  read(findReferences(given.settings?.concurrency?.key ?? ""));
  for (const { path } of given.settings?.searchKeys ?? []) read(findReferencesInExpression(path));
  return [...names];
}
