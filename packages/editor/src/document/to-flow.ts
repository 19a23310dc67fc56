import type { CanvasNote, WorkflowDocument, WorkflowNode, WorkflowTrigger } from "@sluice/workflow/document";
import type { Language, NodeTypes, PortLabel } from "@sluice/workflow/node-contract";
import type { Edge, Node } from "@xyflow/react";
import { cardSize, noteSize, type Size, triggerSize } from "./card-size.ts";
import { portsOf } from "./ports.ts";
import { type Point, positionsOf } from "./positions.ts";
import type { NodeMark, RunMarks } from "./run-marks.ts";
import { edgeId, portOf, type Selection } from "./selection.ts";

/** How many findings a node has. */
export interface ProblemCount {
  readonly errors: number;
  readonly warnings: number;
}

export type CardData = {
  readonly key: string;
  readonly node: WorkflowNode;
  readonly ports: readonly PortLabel[];
  readonly problems: ProblemCount | undefined;
  readonly mark: NodeMark | undefined;
};
export type TriggerData = {
  readonly trigger: WorkflowTrigger;
  readonly problems: ProblemCount | undefined;
  readonly mark: NodeMark | undefined;
};
export type NoteData = { readonly note: CanvasNote };
export type EdgeData = {
  readonly from: string;
  readonly port: string;
  readonly to: string;
  readonly mark: "taken" | "not-taken" | undefined;
};

export type FlowNode = Node<CardData, "card"> | Node<TriggerData, "trigger"> | Node<NoteData, "note">;
export type FlowEdge = Edge<EdgeData, "link">;

export interface FlowSource {
  readonly document: WorkflowDocument;
  readonly types: NodeTypes;
  readonly language: Language;
  readonly selection: Selection;
  /** Names for a screen reader. */
  readonly nameNode: (key: string, node: WorkflowNode | null) => string;
  readonly nameEdge: (edge: { from: string; port: string; to: string }) => string;
  readonly problems?: ReadonlyMap<string, ProblemCount>;
  readonly marks?: RunMarks | null;
  /** Places of what is being dragged: not yet in the document. */
  readonly moving?: ReadonlyMap<string, Point & Partial<Size>>;
}

/** React Flow's identity of a note: apart from node keys, which hold no colon. */
function noteFlowId(id: string): string {
  return `note:${id}`;
}

/**
 * Makes a mapping from documents to React Flow's nodes and edges. It gives back the very same object for
 * whatever did not change since the last call, so that React Flow draws only the rest.
 */
export function createFlowMapping(): (source: FlowSource) => { nodes: FlowNode[]; edges: FlowEdge[] } {
  const nodes = new Map<string, Remembered<FlowNode>>();
  const edges = new Map<string, Remembered<FlowEdge>>();

  return (source) => {
    const { document, types, language, selection, marks, problems } = source;
    const stored = positionsOf(document);
    const place = (key: string, id = key): Point =>
      source.moving?.get(id) ?? stored.get(key) ?? { x: 0, y: 0 };
    const selected = new Set(selection.nodes);
    const selectedNotes = new Set(selection.notes);
    const selectedEdges = new Set(selection.edges);
    const used = portsByNode(document);
    const seenNodes = new Set<string>();
    const seenEdges = new Set<string>();
    const flowNodes: FlowNode[] = [];

    for (const note of document.layout?.notes ?? []) {
      const id = noteFlowId(note.id);
      const moved = source.moving?.get(id);
      const { x, y } = moved ?? note;
      const size = {
        width: moved?.width ?? note.width ?? noteSize.width,
        height: moved?.height ?? note.height ?? noteSize.height,
      };
      const isSelected = selectedNotes.has(note.id);
      seenNodes.add(id);
      flowNodes.push(
        recall(nodes, id, [note, x, y, size.width, size.height, isSelected], () => ({
          id,
          type: "note",
          position: { x, y },
          data: { note },
          ...size,
          measured: size,
          selected: isSelected,
          connectable: false,
          zIndex: -1,
        })),
      );
    }

    const trigger = place("trigger");
    const triggerProblems = problems?.get("trigger");
    const triggerName = source.nameNode("trigger", null);
    seenNodes.add("trigger");
    flowNodes.push(
      recall(
        nodes,
        "trigger",
        [
          document.trigger,
          trigger.x,
          trigger.y,
          selected.has("trigger"),
          triggerName,
          marks?.nodes.trigger,
          ...count(triggerProblems),
        ],
        () => ({
          id: "trigger",
          type: "trigger",
          position: trigger,
          ...triggerSize,
          measured: triggerSize,
          deletable: false,
          selected: selected.has("trigger"),
          ariaLabel: triggerName,
          data: { trigger: document.trigger, problems: triggerProblems, mark: marks?.nodes.trigger },
        }),
      ),
    );

    for (const [key, node] of Object.entries(document.nodes)) {
      const { x, y } = place(key);
      const isSelected = selected.has(key);
      const mark = marks?.nodes[key];
      const found = problems?.get(key);
      const name = source.nameNode(key, node);
      const usedPorts = used.get(key) ?? [];
      const extra = usedPorts.join();
      seenNodes.add(key);
      flowNodes.push(
        recall(
          nodes,
          key,
          [node, x, y, isSelected, mark, name, language, types, extra, ...count(found)],
          () => {
            const ports = portsOf({ node, types, language, used: usedPorts });
            const size = cardSize(ports);
            return {
              id: key,
              type: "card",
              position: { x, y },
              ...size,
              measured: size,
              selected: isSelected,
              ariaLabel: name,
              data: { key, node, ports, problems: found, mark },
            };
          },
        ),
      );
    }

    const flowEdges = document.edges.flatMap((edge): FlowEdge[] => {
      const id = edgeId(edge);
      if (seenEdges.has(id)) return [];
      seenEdges.add(id);
      const port = portOf(edge);
      const mark = marks?.edges[id];
      const name = source.nameEdge({ from: edge.from, port, to: edge.to });
      return [
        recall(edges, id, [selectedEdges.has(id), mark, name], () => ({
          id,
          type: "link",
          source: edge.from,
          sourceHandle: port,
          target: edge.to,
          targetHandle: "in",
          selected: selectedEdges.has(id),
          ariaLabel: name,
          data: { from: edge.from, port, to: edge.to, mark },
        })),
      ];
    });

    forget(nodes, seenNodes);
    forget(edges, seenEdges);
    return { nodes: flowNodes, edges: flowEdges };
  };
}

interface Remembered<Value> {
  readonly inputs: readonly unknown[];
  readonly value: Value;
}

function recall<Value>(
  memory: Map<string, Remembered<Value>>,
  id: string,
  inputs: readonly unknown[],
  make: () => Value,
): Value {
  const known = memory.get(id);
  if (
    known?.inputs.length === inputs.length &&
    known.inputs.every((input, at) => Object.is(input, inputs[at]))
  ) {
    return known.value;
  }
  const value = make();
  memory.set(id, { inputs, value });
  return value;
}

function forget(memory: Map<string, unknown>, seen: ReadonlySet<string>): void {
  for (const id of memory.keys()) if (!seen.has(id)) memory.delete(id);
}

function count(problems: ProblemCount | undefined): readonly number[] {
  return [problems?.errors ?? 0, problems?.warnings ?? 0];
}

function portsByNode(document: WorkflowDocument): ReadonlyMap<string, string[]> {
  const used = new Map<string, string[]>();
  for (const edge of document.edges) {
    const ports = used.get(edge.from);
    if (ports) ports.push(portOf(edge));
    else used.set(edge.from, [portOf(edge)]);
  }
  return used;
}
