import fc from "fast-check";
import type { WorkflowDocument } from "../../document/schema.ts";
import { buildDocument, node } from "../../testing/build-document.ts";
import { deepFreeze } from "../../testing/freeze.ts";
import { fragmentOf } from "../fragment.ts";
import { applyOperation, type Operation, type OperationName } from "../operation.ts";
import { OperationError } from "../operation-error.ts";

/** Few keys, so that operations meet each other: some are there, some are not. */
const keys = ["a", "b", "c", "toString", "longKey", "a2"] as const;
export const key = fc.constantFrom(...keys);
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
const anyEdge = fc
  .record({ from: fc.constantFrom("trigger", ...keys), port, to: key })
  .map(({ port: exit, ...ends }) => (exit === undefined ? ends : { ...ends, port: exit }));
/** Often one that `first` begins with: else hardly any would be found when one is taken away or moved. */
const edge = fc.oneof(anyEdge, fc.constantFrom({ from: "trigger", to: "a" }, { from: "a", to: "b" }));
const note = fc.record({
  id: fc.constantFrom("n1", "n2"),
  text: fc.string(),
  x: fc.integer(),
  y: fc.integer(),
});
export const fragmentSource = fc.dictionary(key, anyNode, { maxKeys: 4 }).chain((nodes) =>
  fc.tuple(fc.constant(nodes), fc.array(edge, { maxLength: 4 })).map(([all, edges]) =>
    buildDocument({
      nodes: all,
      edges: edges.filter(({ from, to }) => Object.hasOwn(all, from) && Object.hasOwn(all, to)),
      layout: { nodes: Object.fromEntries(Object.keys(all).map((one) => [one, { x: 1, y: 1 }])), notes: [] },
    }),
  ),
);
export const fragment = fragmentSource.map((document) =>
  fragmentOf(document, { keys: Object.keys(document.nodes) }),
);

/** One generator for each operation: a new operation without one does not compile, and a test says so too. */
const operations = {
  "add-node": fc.record(
    {
      op: fc.constant("add-node"),
      key,
      node: anyNode,
      at: place,
      after: edge.map(({ to: _, ...exit }) => exit),
      onEdge: edge,
      exit: fc.constantFrom(null, "out", "true"),
    },
    { requiredKeys: ["op", "node"] },
  ),
  "remove-nodes": fc.record(
    {
      op: fc.constant("remove-nodes"),
      keys: fc.array(key, { minLength: 1, maxLength: 2 }),
      bridge: fc.boolean(),
    },
    { requiredKeys: ["op", "keys"] },
  ),
  connect: edge.map((one) => ({ op: "connect", ...one })),
  disconnect: fc.record({
    op: fc.constant("disconnect"),
    edges: fc.array(edge, { minLength: 1, maxLength: 2 }),
  }),
  reconnect: fc.record({ op: fc.constant("reconnect"), edge, now: edge }),
  move: fc.record(
    {
      op: fc.constant("move"),
      nodes: fc.dictionary(fc.constantFrom("trigger", ...keys), place, { maxKeys: 2 }),
      notes: fc.dictionary(fc.constantFrom("n1", "n2"), place, { maxKeys: 1 }),
    },
    { requiredKeys: ["op"] },
  ),
  rename: fc.record({ op: fc.constant("rename"), key, name: fc.constantFrom("", "A name") }),
  "rename-key": fc.record({
    op: fc.constant("rename-key"),
    from: key,
    to: fc.oneof(key, fc.constantFrom("trigger", "9", "")),
  }),
  "rename-variable": fc.record({
    op: fc.constant("rename-variable"),
    from: fc.constantFrom("v", "w"),
    to: fc.constantFrom("v", "w", "x", "a b"),
  }),
  "rename-output": fc.record({
    op: fc.constant("rename-output"),
    key,
    from: fc.constantFrom("x", "y"),
    to: fc.constantFrom("x", "z", "a b"),
  }),
  "set-config": fc.record({ op: fc.constant("set-config"), key, config }),
  "set-field": fc.record(
    {
      op: fc.constant("set-field"),
      key,
      path: fc.array(fc.constantFrom("text", "list", "__proto__", 0, 1), { minLength: 1, maxLength: 3 }),
      value: text,
    },
    { requiredKeys: ["op", "key", "path"] },
  ),
  "set-folded": fc.record({
    op: fc.constant("set-folded"),
    keys: fc.array(key, { maxLength: 2 }),
    folded: fc.boolean(),
  }),
  "set-node-options": fc.record({
    op: fc.constant("set-node-options"),
    key,
    set: options,
    unset: fc.subarray(["parent", "join", "cache"] as const).map((some) => [...some]),
  }),
  "wrap-in-container": fc.record(
    {
      op: fc.constant("wrap-in-container"),
      keys: fc.array(key, { minLength: 1, maxLength: 3 }),
      key,
      node: fc.constantFrom(node("loop"), node("try", {}, { name: "b" })),
      port: fc.constantFrom("out", "done"),
      at: place,
    },
    { requiredKeys: ["op", "keys", "node"] },
  ),
  unwrap: fc.record(
    {
      op: fc.constant("unwrap"),
      key,
      port: fc.constantFrom("out", "error"),
      exits: fc.array(fc.record({ from: key, port: fc.constant("true") }), { maxLength: 2 }),
    },
    { requiredKeys: ["op", "key"] },
  ),
  "set-parent": fc.record(
    {
      op: fc.constant("set-parent"),
      keys: fc.array(key, { minLength: 1, maxLength: 2 }),
      parent: key,
    },
    { requiredKeys: ["op", "keys"] },
  ),
  "set-trigger": fc.record(
    {
      op: fc.constant("set-trigger"),
      set: config,
      unset: fc.constantFrom([], ["text"]),
    },
    { requiredKeys: ["op"] },
  ),
  "set-workflow": fc.record(
    {
      op: fc.constant("set-workflow"),
      mode: fc.constantFrom("sync", "async"),
      description: fc.constantFrom("", "about"),
      settings: fc.constantFrom(
        {},
        {
          searchKeys: [{ name: "s", path: "steps.a.x" }],
          concurrency: { key: "{{ steps.b.x }}{{ trigger.v }}", limit: 1, whenFull: "queue" },
        },
      ),
    },
    { requiredKeys: ["op"] },
  ),
  paste: fc.record(
    { op: fc.constant("paste"), fragment, by: place, parent: key },
    { requiredKeys: ["op", "fragment"] },
  ),
  "add-note": fc.record({ op: fc.constant("add-note"), note }),
  "set-note": fc.record({
    op: fc.constant("set-note"),
    id: fc.constantFrom("n1", "n2"),
    set: fc.record({ text: fc.string() }, { requiredKeys: [] }),
  }),
  "remove-notes": fc.record({
    op: fc.constant("remove-notes"),
    ids: fc.constantFrom(["n1"], ["n1", "n2"]),
  }),
} satisfies Record<OperationName, fc.Arbitrary<unknown>>;

/** Names of the operations that `anyOperation` makes. */
export const generatedOperations: readonly string[] = Object.keys(operations);

/** Any operation on few keys: some can be done to a document, some cannot. */
export const anyOperation = fc.oneof(...Object.values(operations)) as fc.Arbitrary<Operation>;

export const first = deepFreeze(
  buildDocument({
    trigger: { variables: [{ key: "v", from: "body", path: "v", type: "any", required: false }] },
    nodes: { a: node("set"), b: node("transform", { expression: "steps.a.x" }) },
    edges: [
      ["trigger", "a"],
      ["a", "b"],
    ],
  }),
);

/** All documents along the way from a beginning; what cannot be done is left out. */
export function along(operations: readonly Operation[], from = first): WorkflowDocument[] {
  const documents: WorkflowDocument[] = [from];
  for (const one of operations) {
    const before = documents.at(-1) ?? from;
    try {
      documents.push(deepFreeze(applyOperation(before, one)));
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
    }
  }
  return documents;
}

export const sequence = fc.array(anyOperation.map(deepFreeze), { minLength: 8, maxLength: 25 });
export const document = sequence.map((operations) => along(operations).at(-1) ?? first);
