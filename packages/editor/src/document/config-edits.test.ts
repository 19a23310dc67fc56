import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { applyOperation } from "@sluice/workflow/operations";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { configEdit } from "./config-edits.ts";

const cases = (...ports: string[]): JsonObject => ({
  mode: "first",
  cases: ports.map((port) => ({ port, when: { expression: "true" } })),
});
const routed = buildDocument({
  nodes: { route: node("switch", cases("paid", "pai")), a: node("set"), b: node("set"), c: node("set") },
  edges: [
    ["trigger", "route"],
    ["route.paid", "a"],
    ["route.paid", "b"],
    ["route.pai", "b"],
    ["route.ghost", "c"],
    ["route.default", "c"],
  ],
});

/** Configs set one after the other, as typing in one field does it. */
function typed(document: WorkflowDocument, key: string, ...configs: JsonObject[]): WorkflowDocument {
  return configs.reduce(
    (now, config) =>
      configEdit({ document: now, before: document, types: definitions, key, config }).reduce(
        (current, operation) => applyOperation(current, operation),
        now,
      ),
    document,
  );
}
const edgesOf = ({ edges }: WorkflowDocument) =>
  edges.map(({ from, port = "out", to }) => `${from}.${port} ${to}`);

describe("given a switch whose cases have edges", () => {
  const carried = [
    "trigger.out route",
    "route.settled a",
    "route.settled b",
    "route.pai b",
    "route.ghost c",
    "route.default c",
  ];

  it("when a case's port is renamed, then its edges go along, and no other", () => {
    expect(edgesOf(typed(routed, "route", cases("settled", "pai")))).toEqual(carried);
  });

  it("when it is typed letter by letter, past nothing and past the name of another case, then they still do", () => {
    const steps = ["pai", "pa", "", "s", "set", "settled"].map((port) => cases(port, "pai"));
    expect(edgesOf(typed(routed, "route", ...steps))).toEqual(carried);
  });

  it("when it gets the name of an exit that is gone and had the same edge, then there is one edge", () => {
    const again = { ...routed, edges: [...routed.edges, { from: "route", port: "old", to: "a" }] };
    const after = typed(again, "route", cases("old", "pai"));
    expect(edgesOf(after).filter((edge) => edge.startsWith("route.old"))).toEqual([
      "route.old b",
      "route.old a",
    ]);
    expect(edgesOf(after)).not.toContain("route.paid a");
  });

  it("when a case is taken away, added or moved, then no edge follows a name that it never had", () => {
    for (const config of [cases("pai"), cases("paid", "pai", "new"), cases("pai", "paid"), cases("x", "y")])
      expect(edgesOf(typed(routed, "route", config))).toEqual(edgesOf(routed));
  });
});

describe("given fields that are read elsewhere", () => {
  const summed = buildDocument({
    nodes: {
      sums: node("set", { fields: { total: "{{ trigger.a }}", other: 1 } }),
      reads: node("set", { fields: { total: "{{ steps.sums.total }}" } }),
      code: node("code", { code: "return steps.sums.total;" }),
    },
    edges: [
      ["trigger", "sums"],
      ["sums", "reads"],
      ["reads", "code"],
    ],
  });

  it("when a field of Set fields is renamed, then texts and code read it by its new name", () => {
    const fields = { sum_total: "{{ trigger.a }}", other: 1 };
    const after = typed(summed, "sums", { fields });
    expect(after.nodes.reads?.config).toEqual({ fields: { total: "{{ steps.sums.sum_total }}" } });
    expect(after.nodes.code?.config).toEqual({ code: "return steps.sums.sum_total;" });
    expect(after.nodes.sums?.config).toEqual({ fields });
  });

  it("when a value is changed, or a field added or taken away, then nothing is renamed", () => {
    for (const fields of [{ total: 2, other: 1 }, { other: 1 }, { sum: 3, other: 1 }, { total: 1, sum: 2 }]) {
      const after = typed(summed, "sums", { fields });
      expect(after.nodes.reads).toBe(summed.nodes.reads);
      expect(after.nodes.code).toBe(summed.nodes.code);
    }
  });
});
