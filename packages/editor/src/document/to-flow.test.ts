import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowNode } from "@sluice/workflow/document";
import { applyOperation } from "@sluice/workflow/operations";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { nothingSelected, selectNode } from "./selection.ts";
import { shareStructure } from "./share-structure.ts";
import { createFlowMapping, type FlowSource, type NodeWords } from "./to-flow.ts";

const document = buildDocument({
  nodes: {
    isPaid: node("condition", { when: { expression: "true" } }, { name: "Paid?" }),
    thanks: node("response", { status: 200 }),
    refuse: node("response", { status: 422 }),
  },
  edges: [
    ["trigger", "isPaid"],
    ["isPaid.true", "thanks"],
    ["isPaid.false", "refuse"],
  ],
  layout: {
    nodes: {
      trigger: { x: 0, y: 0 },
      isPaid: { x: 320, y: 0 },
      thanks: { x: 640, y: 0 },
      refuse: { x: 640, y: 160 },
    },
    notes: [{ id: "n1", text: "Remember", x: 0, y: 300 }],
  },
});
const nameEdge = ({ from, to }: { from: string; to: string }) => `${from} ${to}`;
const source = (change: Partial<FlowSource> = {}): FlowSource => ({
  document,
  types: definitions,
  language: "en",
  selection: nothingSelected,
  nameNode: (key) => key,
  nameEdge,
  nameExit: () => undefined,
  ...change,
});

describe("given the mapping of a document to the canvas", () => {
  it("when nothing changed, then every node and edge is the very same object", () => {
    const map = createFlowMapping();
    const first = map(source());
    const second = map(source());
    expect(second.nodes).toBe(first.nodes);
    expect(second.edges).toBe(first.edges);
    expect(second.nodes.length + second.edges.length).toBe(8);
  });

  it("when a node gets another name, then only its words are put together again, and those of its edges", () => {
    const map = createFlowMapping();
    const nodes: string[] = [];
    const edges: string[] = [];
    const words = {
      nameNode: (key: string, one: WorkflowNode | null) => one?.name ?? key,
      describeNode: ({ name }: NodeWords) => {
        nodes.push(name);
        return name;
      },
      nameEdge: ({ from, to }: { from: string; to: string }) => {
        edges.push(`${from} ${to}`);
        return "";
      },
    };
    map(source(words));
    expect([nodes.length, edges.length]).toEqual([4, 3]);
    nodes.length = 0;
    edges.length = 0;
    const renamed = applyOperation(document, { op: "rename", key: "thanks", name: "Thank" });
    map(source({ ...words, document: shareStructure(document, renamed) }));
    expect([nodes, edges]).toEqual([["Thank"], ["Paid? Thank"]]);
  });

  it("when an exit is called otherwise, then only its edges are named again", () => {
    const map = createFlowMapping();
    const nameEdge: FlowSource["nameEdge"] = ({ from, exit, to }) => [from, exit, to].join();
    const named = (yes: string) =>
      source({ nameEdge, nameExit: (_, port) => (port === "true" ? yes : undefined) });
    const first = map(named("true"));
    const second = map(named("vrai"));
    expect(first.edges.map(({ ariaLabel }) => ariaLabel)).toEqual([
      "trigger,,isPaid",
      "isPaid,true,thanks",
      "isPaid,,refuse",
    ]);
    const changed = second.edges.filter((one, index) => one !== first.edges[index]);
    expect(changed.map(({ ariaLabel }) => ariaLabel)).toEqual(["isPaid,vrai,thanks"]);
  });

  it("when one node is moved, then only it is new", () => {
    const map = createFlowMapping();
    const first = map(source());
    const layout = document.layout && {
      ...document.layout,
      nodes: { ...document.layout.nodes, thanks: { x: 700, y: 0 } },
    };
    const second = map(source({ document: { ...document, ...(layout ? { layout } : {}) } }));
    const changed = second.nodes.filter((one, index) => one !== first.nodes[index]);
    expect(changed.map(({ id }) => id)).toEqual(["thanks"]);
    expect(second.edges.every((one, index) => one === first.edges[index])).toBe(true);
  });

  it("when something is selected or dragged, then only that is new, and it stands where it is dragged", () => {
    const map = createFlowMapping();
    const first = map(source());
    const second = map(
      source({ selection: selectNode("isPaid"), moving: new Map([["refuse", { x: 1, y: 2 }]]) }),
    );
    const changed = second.nodes.filter((one, index) => one !== first.nodes[index]);
    expect(changed.map(({ id }) => id)).toEqual(["isPaid", "refuse"]);
    expect(changed[1]?.position).toEqual({ x: 1, y: 2 });
  });

  it("when an edge goes and comes back, then the others keep their identity and it has the same id", () => {
    const map = createFlowMapping();
    const first = map(source());
    const without = map(source({ document: { ...document, edges: document.edges.slice(1) } }));
    expect(without.edges).toHaveLength(2);
    expect(without.edges[0]).toBe(first.edges[1]);
    expect(map(source()).edges[0]?.id).toBe("trigger:out>isPaid");
  });

  it("when an execution is looked at, then its marks reach nodes and edges", () => {
    const map = createFlowMapping();
    const marks = {
      nodes: { isPaid: { status: "succeeded" as const } },
      edges: { "isPaid:true>thanks": "taken" as const },
    };
    const { nodes, edges } = map(source({ marks }));
    expect(nodes.find(({ id }) => id === "isPaid")?.data).toMatchObject({ mark: { status: "succeeded" } });
    expect(edges.find(({ id }) => id === "isPaid:true>thanks")?.data?.mark).toBe("taken");
  });

  it("when the type of a node is not known, then its edges still find the exits they leave by", () => {
    const strange = buildDocument({
      nodes: { x: node("from-the-future"), y: node("end", { status: "succeeded" }) },
      edges: [
        ["trigger", "x"],
        ["x.odd", "y"],
      ],
    });
    const { nodes } = createFlowMapping()(source({ document: strange }));
    expect(nodes.find(({ id }) => id === "x")?.data).toMatchObject({
      ports: [{ port: "odd", label: "odd" }],
    });
  });

  it("when the document has no layout, then no two cards cover each other", () => {
    const { layout: _, ...bare } = document;
    const { nodes } = createFlowMapping()(source({ document: bare }));
    for (const one of nodes) {
      for (const other of nodes) {
        if (one === other) continue;
        const apart =
          Math.abs(one.position.x - other.position.x) >= 200 ||
          Math.abs(one.position.y - other.position.y) >= 100;
        expect(apart, `${one.id} ${other.id}`).toBe(true);
      }
    }
  });
});
