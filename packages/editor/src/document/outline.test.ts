import { definitions } from "@sluice/nodes/definitions";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, test } from "vitest";
import { outlineOf, visibleRows } from "./outline.ts";
import { readSubject, writeSubject } from "./subject.ts";

const outline = (document: Parameters<typeof outlineOf>[0]) =>
  outlineOf(document, definitions, "en").map(
    ({ id, level, port }) => `${"  ".repeat(level - 1)}${id}${port === undefined ? "" : ` [${port}]`}`,
  );

const branched = buildDocument({
  nodes: {
    join: node("set"),
    no: node("set"),
    yes: node("set"),
    isPaid: node("condition"),
    each: node("loop"),
    second: node("set", {}, { parent: "each" }),
    first: node("set", {}, { parent: "each" }),
  },
  edges: [
    ["trigger", "isPaid"],
    ["isPaid.false", "no"],
    ["isPaid.true", "yes"],
    ["no", "join"],
    ["yes", "join"],
    ["join", "each"],
    ["first", "second"],
  ],
  layout: { nodes: {}, notes: [{ id: "n", text: "Look here", x: 0, y: 0 }] },
});

describe("the outline", () => {
  test("lists nodes as they run, exits below them, containers nested, notes last", () => {
    expect(outline(branched)).toMatchInlineSnapshot(`
      [
        "node trigger",
        "  edge trigger:out>isPaid",
        "node isPaid",
        "  edge isPaid:true>yes [true]",
        "  edge isPaid:false>no [false]",
        "node yes",
        "  edge yes:out>join",
        "node no",
        "  edge no:out>join",
        "node join",
        "  edge join:out>each",
        "node each",
        "  exit each:out",
        "  node first",
        "    edge first:out>second",
        "  node second",
        "    exit second:out",
        "note n",
      ]
    `);
  });

  test("numbers what stands beside each other", () => {
    const rows = outlineOf(branched, definitions, "en");
    for (const row of rows) {
      const beside = rows.filter(({ parent }) => parent === row.parent);
      expect({ id: row.id, of: row.of, at: beside[row.at - 1]?.id }).toEqual({
        id: row.id,
        of: beside.length,
        at: row.id,
      });
    }
  });

  test("shows every node and edge once, also in a circle and where nothing leads", () => {
    const document = buildDocument({
      nodes: { a: node("set"), b: node("set"), c: node("set"), alone: node("set") },
      edges: [
        ["a", "b"],
        ["b", "c"],
        ["c", "a"],
      ],
    });
    const ids = outlineOf(document, definitions, "en").map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith("node ")).sort()).toEqual([
      "node a",
      "node alone",
      "node b",
      "node c",
      "node trigger",
    ]);
    expect(ids.filter((id) => id.startsWith("edge "))).toHaveLength(3);
  });

  test("walks a chain of 2,000 nodes", () => {
    const keys = Array.from({ length: 2000 }, (_, at) => `n${at}`);
    const document = buildDocument({
      nodes: Object.fromEntries(keys.map((key) => [key, node("set")])),
      edges: keys.slice(1).map((key, at) => [`n${at}`, key] as const),
    });
    const nodes = outlineOf(document, definitions, "en").filter(({ subject }) => subject.kind === "node");
    expect(nodes.slice(1).map(({ subject }) => subject.kind === "node" && subject.key)).toEqual(keys);
  });

  test("hides what stands below folded lines, at any depth", () => {
    const rows = outlineOf(branched, definitions, "en");
    const seen = visibleRows(rows, new Set(["node each", "node first"])).map(({ id }) => id);
    expect(seen).toContain("node each");
    expect(seen).not.toContain("node first");
    expect(seen).not.toContain("edge first:out>second");
  });

  test("names things in a way that can be read back", () => {
    for (const { id, subject } of outlineOf(branched, definitions, "en")) {
      expect(writeSubject(subject)).toBe(id);
      expect(readSubject(id)).toEqual(subject);
    }
  });
});
