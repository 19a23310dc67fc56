import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keepsKeyOrder } from "../document/key-order.ts";
import { parseDocument } from "../document/parse-document.ts";
import { sameMeaning } from "../document/same-meaning.ts";
import type { WorkflowDocument } from "../document/schema.ts";
import type { Json } from "../node-contract/json.ts";
import { buildDocument, node } from "../testing/build-document.ts";
import { paymentDocument } from "../testing/payment-document.ts";
import { readWorkflowFile } from "./read-workflow-file.ts";
import { fileNameOf, writeWorkflowFile } from "./write-workflow-file.ts";

function read(text: string) {
  const result = readWorkflowFile(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.file;
}

function problemsOf(text: string) {
  const result = readWorkflowFile(text);
  return result.ok ? [] : result.problems;
}

const hostileTexts = fc.constantFrom(
  ...[
    "",
    " ",
    "yes",
    "null",
    "~",
    "1e3",
    "0x1F",
    ".inf",
    "-",
    "- a",
    "a: b",
    "#",
    "# x",
    "{{ trigger.a }}",
    "'",
    '"',
  ],
  ...[
    "\n",
    " a\n",
    "a\n\nb ",
    "\ttab",
    "a\r\nb",
    "\u0085",
    "\u2028",
    "\ufeff",
    "\ud800",
    "😀",
    "\u0000",
    "%YAML",
    "---",
    "...",
  ],
  ...[
    "2024-01-01",
    "!!str a",
    "&a",
    "*a",
    "|",
    ">",
    "@",
    "`",
    "0o7",
    "<<",
    "1_000",
    "12:30:45",
    "x".repeat(300),
  ],
);
const keys = fc.oneof(
  fc.string({ maxLength: 8 }),
  hostileTexts,
  fc.constantFrom("10", "9", "type", "name", "id"),
);
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, 0, -1, 1e21, 1.5, 123456789012345, 5e-324),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: "binary" }),
    hostileTexts,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 4 }).map((object) => ({ ...object })),
  ),
})).value;

const documents: fc.Arbitrary<WorkflowDocument> = fc
  .record({
    name: fc.oneof(
      fc.string({ minLength: 1, maxLength: 40 }),
      hostileTexts.filter((text) => text !== ""),
    ),
    description: fc.option(hostileTexts, { nil: undefined }),
    fields: fc.dictionary(keys, json, { maxKeys: 5 }).map((object) => ({ ...object })),
    x: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  })
  .map(({ name, description, fields, x }) => ({
    ...buildDocument({
      name: name.slice(0, 200),
      nodes: { a: node("set", { fields }, { name: "A" }), b: node("unknown", fields) },
      edges: [
        ["trigger", "a"],
        ["a", "b"],
      ],
      layout: { nodes: { a: { x, y: 0 } }, notes: [] },
    }),
    ...(description === undefined ? {} : { description }),
  }))
  .filter((document) => parseDocument(document).ok);

describe("a workflow file", () => {
  test("reads as somebody would write it", () => {
    expect(
      writeWorkflowFile({ id: "wf_1", folder: "Shop", tags: ["pay", "live"], document: paymentDocument() }),
    ).toMatchInlineSnapshot(`
      "id: wf_1
      folder: Shop
      tags:
        - live
        - pay
      format: 1
      name: Payment callback
      mode: sync
      trigger:
        type: webhook
        config:
          variables:
            - type: number
              from: body
              key: amount
              path: amount
              required: true
            - type: string
              from: body
              alias: Transaction
              key: tx
              path: transaction_id
              required: true
            - type: string
              from: query
              key: src
              path: src[0].name
              required: false
            - type: string
              from: headers
              key: rid
              path: X-Request-Id
              required: false
      nodes:
        big:
          type: condition
          name: Big?
          config:
            when:
              all:
                - left: "{{ trigger.amount }}"
                  operator: greater
                  right: 100
        no:
          type: response
          name: No
          config:
            body:
              ok: false
            kind: json
            status: 422
        yes:
          type: response
          name: Yes
          config:
            body:
              ok: true
              id: "{{ trigger.tx }}"
              src: "{{ trigger.src }}"
              text: tx {{ trigger.tx }} of {{ trigger.amount }}
            headers:
              - name: x-rid
                value: "{{ trigger.rid }}"
            kind: json
            status: 200
      edges:
        - from: trigger
          to: big
        - from: big
          port: "true"
          to: yes
        - from: big
          port: "false"
          to: no
      layout:
        nodes: {}
        notes: []
      "
    `);
  });

  test("property: what is written is read back the same, and the same document gives the same bytes", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const text = writeWorkflowFile({ document });
        expect(sameMeaning(read(text).document, document)).toBe(true);
        expect(writeWorkflowFile({ document: reversed(document) as WorkflowDocument })).toBe(text);
        expect(writeWorkflowFile(read(text))).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  test("keeps the order of a body's keys, which is the order in which a sender gets them", () => {
    const body = { zeta: 1, ok: true, nested: { b: 1, a: 2 } };
    const document = buildDocument({
      trigger: { response: { kind: "json", body }, variables: [{ key: "v", default: body }] },
      nodes: { a: node("response", { kind: "json", body }) },
      edges: [["trigger", "a"]],
    });
    const again = read(writeWorkflowFile({ document })).document;
    for (const config of [again.nodes.a?.config, again.trigger.config.response])
      expect(JSON.stringify((config as { body: unknown }).body)).toBe(JSON.stringify(body));
    expect(sameMeaning(again, document)).toBe(true);
  });

  test("carries id, folder and tags beside the document", () => {
    const document = paymentDocument();
    const file = { id: "wf_1", folder: "Shop/Pay", tags: ["a", "b"], document };
    expect(read(writeWorkflowFile(file))).toEqual(file);
  });

  test("JSON is read as well", () => {
    expect(read(JSON.stringify(paymentDocument(), null, 2)).document).toEqual(paymentDocument());
  });

  test("holds secrets by reference and never by value", () => {
    const document = buildDocument({
      nodes: {
        a: node("http", {
          url: "https://a.example",
          key: { secret: "sec_1" },
          other: { secret: { value: "canary" } },
        }),
      },
      edges: [["trigger", "a"]],
    });
    const text = writeWorkflowFile({ document });
    expect(text).toContain("secret: sec_1");
    expect(text).not.toContain("canary");
    expect(read(text).document.nodes.a?.config.other).toEqual({});
  });

  test.each([
    ["Payment callback", "payment-callback.yaml"],
    ["  Éléphant / № 3 !", "elephant-no-3.yaml"],
    ["東京", "workflow.yaml"],
  ])("%j is stored as %s", (name, file) => {
    expect(fileNameOf(name)).toBe(file);
  });
});

const head = "format: 1\nname: A\nmode: sync\ntrigger:\n  type: webhook\n  config: {}\n";

describe("a mistake in a file is told with its line and its path", () => {
  test.each<[string, string, { line: number; at?: unknown; message: RegExp }]>([
    ["no mapping", "- a\n", { line: 1, at: [], message: /is a mapping/ }],
    ["nothing", "", { line: 1, at: [], message: /is a mapping/ }],
    ["bad indentation", `${head}nodes:\n  a: b: c\n`, { line: 8, message: /[Nn]ested mappings/ }],
    ["a key twice", `${head}mode: async\nnodes: {}\nedges: []\n`, { line: 7, message: /unique/ }],
    ["an alias", `${head}nodes: &n {}\nedges: *n\n`, { line: 8, message: /alias/ }],
    ["a tag", `${head}nodes: !!binary aa\nedges: []\n`, { line: 7, message: /[Uu]nresolved tag/ }],
    [
      "a wrong mode",
      `${head.replace("sync", "fast")}nodes: {}\nedges: []\n`,
      { line: 3, at: ["mode"], message: /sync/ },
    ],
    ["a part missing", head, { line: 1, at: ["nodes"], message: /expected/ }],
    [
      "a bad key",
      `${head}nodes:\n  9a:\n    type: set\n    config: {}\nedges: []\n`,
      { line: 8, at: ["nodes", "9a"], message: /key/i },
    ],
    [
      "an edge to nowhere",
      `${head}nodes: {}\nedges:\n  - from: trigger\n    to: gone\n`,
      { line: 10, at: ["edges", 0, "to"], message: /no node "gone"/ },
    ],
    [
      "a secret's value",
      `${head}nodes:\n  a:\n    type: http\n    config:\n      key: { secret: { value: x } }\nedges: []\n`,
      { line: 11, at: ["nodes", "a", "config", "key"], message: /value of a secret/ },
    ],
    [
      "a bad folder",
      `folder: /a\n${head}nodes: {}\nedges: []\n`,
      { line: 1, at: ["folder"], message: /folder/ },
    ],
    [
      "not a number",
      `${head}nodes: { a: { type: set, config: { v: .inf } } }\nedges: []\n`,
      { line: 7, message: /./ },
    ],
    [
      "more digits than a number keeps",
      `${head}nodes:\n  a: { type: set, config: { v: [1, 12345678901234567890] } }\nedges: []\n`,
      {
        ...{ line: 8, at: ["nodes", "a", "config", "v", 1] },
        message: /12345678901234567890 would be stored as 12345678901234567000/,
      },
    ],
    [
      "a fraction with more digits than a number keeps",
      `${head}nodes:\n  a: { type: set, config: { v: 0.1234567890123456789012 } }\nedges: []\n`,
      { line: 8, message: /would be stored as 0.12345678901234568/ },
    ],
    [
      "a number with zeros in front",
      `${head}nodes:\n  a: { type: set, config: { v: 012 } }\nedges: []\n`,
      { line: 8, at: ["nodes", "a", "config", "v"], message: /012 would be stored as 12/ },
    ],
    [
      "two documents",
      `${head}nodes: {}\nedges: []\n---\n${head}`,
      { line: 9, message: /^a file holds one workflow/ },
    ],
    ["a folder above", `folder: a/../b\n${head}`, { line: 1, at: ["folder"], message: /\.\./ }],
    ["deep", `a: ${"[".repeat(20_000)}`, { line: 1, message: /./ }],
  ])("%s", (_name, text, expected) => {
    const [problem] = problemsOf(text);
    expect(problem?.message).toMatch(expected.message);
    expect(problem?.line).toBe(expected.line);
    if (expected.at !== undefined) expect(problem?.at).toEqual(expected.at);
  });

  test("all of them at once", () => {
    const text = `${head.replace("sync", "fast")}nodes:\n  a: {}\nedges: []\n`;
    expect(problemsOf(text).map(({ at }) => at.join("."))).toEqual([
      "mode",
      "nodes.a.type",
      "nodes.a.config",
    ]);
  });
});

test("numbers that keep their value are read, however they are written", () => {
  const written = "[0, -0.5, 1.50, +7, .5, 1., 1e3, 0x1F, 0o17, 9007199254740992, 5e-324]";
  const text = `${head}nodes:\n  a: { type: set, config: { v: ${written}, t: "012", 012: 12345678901234567890n } }\nedges: []\n`;
  expect(read(text).document.nodes.a?.config).toEqual({
    ...{ v: [0, -0.5, 1.5, 7, 0.5, 1, 1000, 31, 15, 9007199254740992, 5e-324] },
    ...{ t: "012", "012": "12345678901234567890n" },
  });
});

function reversed(value: unknown, at: readonly unknown[] = []): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((element, index) => reversed(element, [...at, index]));
  const entries = Object.entries(value);
  if (!keepsKeyOrder(at)) entries.reverse();
  return Object.fromEntries(entries.map(([key, field]) => [key, reversed(field, [...at, key])]));
}

test("pinned outputs stay where they were pinned", () => {
  const document = buildDocument({ nodes: { keep: { ...node("set"), pin: { output: { card: "4242" } } } } });
  const text = writeWorkflowFile({ document });
  expect(text).not.toContain("4242");
  expect(read(text).document.nodes.keep).not.toHaveProperty("pin");
});
