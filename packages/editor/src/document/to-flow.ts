import type { CanvasNote, WorkflowDocument, WorkflowNode, WorkflowTrigger } from "@sluice/workflow/document";
import type { Language, NodeTypes, PortLabel } from "@sluice/workflow/node-contract";
import type { Edge, Node } from "@xyflow/react";
import { noteSize, type Point, type Size, triggerSize } from "./card-size.ts";
import { type Box, boxesOf, usedPorts } from "./frames.ts";
import { handlesOf, triggerHandles } from "./handles.ts";
import { foldsOf, isContainer, nestingOf } from "./nesting.ts";
import { ownField } from "./own-field.ts";
import { portsOf } from "./ports.ts";
import type { NodeMark, RunMarks } from "./run-marks.ts";
import { edgeId, portOf, type Selection } from "./selection.ts";
import { noteFlowId } from "./subject.ts";

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
  /** How many nodes stand in it, of a container that is folded. */
  readonly inside?: number;
};
/** Of a container: `empty` while nothing stands in it. */
export type FrameData = CardData & { readonly empty: boolean };
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

export type FlowNode =
  | Node<CardData, "card">
  | Node<FrameData, "frame">
  | Node<TriggerData, "trigger">
  | Node<NoteData, "note">;
export type FlowEdge = Edge<EdgeData, "link">;

export interface NodeWords {
  readonly name: string;
  /** Null: the trigger. */
  readonly node: WorkflowNode | null;
  readonly problems: ProblemCount | undefined;
  readonly mark: NodeMark | undefined;
  /** How many nodes stand in a container that is folded; else 0 or left out. */
  readonly inside?: number;
}

/** What an edge is named by, in words. */
export interface EdgeWords {
  readonly from: string;
  /** Left out where the card shows none. */
  readonly exit?: string | undefined;
  readonly to: string;
}

export interface FlowSource {
  readonly document: WorkflowDocument;
  readonly types: NodeTypes;
  readonly language: Language;
  readonly selection: Selection;
  /** What a node is called. Asked of every node at every change. */
  readonly nameNode: (key: string, node: WorkflowNode | null) => string;
  /**
   * Names for a screen reader. Only asked again when what is handed in has changed, or the function itself: with hundreds of
   * nodes the words cost more than everything else.
   */
  readonly describeNode?: (given: NodeWords) => string;
  readonly nameEdge: (edge: EdgeWords) => string;
  /** What edges call the nodes at their ends; left out: as `nameNode` does. */
  readonly nameEnd?: (key: string) => string;
  /** What the card shows beside an exit. */
  readonly nameExit: (from: string, port: string) => string | undefined;
  readonly nameNote?: (note: CanvasNote) => string;
  readonly problems?: ReadonlyMap<string, ProblemCount>;
  readonly marks?: RunMarks | null;
  /**
   * Places of what is being dragged: not yet in the document. As React Flow counts them, from the corner of the
   * container around it. The container does not follow: what is dragged shall be able to leave it.
   */
  readonly moving?: ReadonlyMap<string, Point & Partial<Size>>;
}

/**
 * Makes a mapping from documents to React Flow's nodes and edges. It gives back the very same object for
 * whatever did not change since the last call, so that React Flow draws only the rest.
 */
export function createFlowMapping(): (source: FlowSource) => { nodes: FlowNode[]; edges: FlowEdge[] } {
  const nodes = new Map<string, Remembered<FlowNode>>();
  const edgesOf = createEdgeMapping();
  let last: { nodes: FlowNode[]; edges: FlowEdge[] } = { nodes: [], edges: [] };

  return (source) => {
    const { document, types, language, selection, marks, problems } = source;
    const { nameNode, nameEdge, nameExit, nameNote = textOf, describeNode = nameIn } = source;
    const boxes = boxesOf(document, types);
    const { order, parentOf, childrenOf, bodyOf } = nestingOf(document);
    const { folded, hidden } = foldsOf(document);
    const place = (key: string): Point =>
      source.moving?.get(key) ?? within(boxes.get(key), boxes.get(parentOf(key) ?? ""));
    const selected = new Set(selection.nodes);
    const selectedNotes = new Set(selection.notes);
    const used = usedPorts(document);
    const seenNodes = new Set<string>();
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
        recall(nodes, id, [note, x, y, size.width, size.height, isSelected, nameNote], () => ({
          id,
          type: "note",
          position: { x, y },
          data: { note },
          ...size,
          measured: size,
          selected: isSelected,
          ariaLabel: nameNote(note),
          connectable: false,
          zIndex: -1,
        })),
      );
    }

    const trigger = place("trigger");
    const triggerProblems = problems?.get("trigger");
    const triggerName = nameNode("trigger", null);
    const triggerMark = marks?.nodes.trigger;
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
          describeNode,
          triggerMark,
          ...count(triggerProblems),
        ],
        () => ({
          id: "trigger",
          type: "trigger",
          position: trigger,
          ...triggerSize,
          measured: triggerSize,
          handles: triggerHandles(triggerSize),
          deletable: false,
          selected: selected.has("trigger"),
          ariaLabel: describeNode({
            name: triggerName,
            node: null,
            problems: triggerProblems,
            mark: triggerMark,
          }),
          data: { trigger: document.trigger, problems: triggerProblems, mark: triggerMark },
        }),
      ),
    );

    for (const key of order) {
      const node = document.nodes[key];
      const box = boxes.get(key);
      if (!node || !box || hidden.has(key)) continue;
      const { x, y } = place(key);
      const { width, height } = box;
      const parent = parentOf(key);
      const isSelected = selected.has(key);
      const mark = ownField(marks?.nodes, key);
      const found = problems?.get(key);
      const name = nameNode(key, node);
      const usedPorts = used.get(key) ?? [];
      const extra = usedPorts.join();
      const isFolded = folded.has(key);
      const frame = !isFolded && isContainer(document, types, key);
      const inside = isFolded ? bodyOf(key).length : 0;
      const empty = childrenOf(key).length === 0;
      const size = { width, height };
      seenNodes.add(key);
      const inputs = [
        node,
        x,
        y,
        width,
        height,
        parent,
        frame,
        inside,
        empty,
        isSelected,
        mark,
        name,
        describeNode,
        language,
        types,
        extra,
      ];
      flowNodes.push(
        recall(nodes, key, [...inputs, ...count(found)], () => {
          const ports = portsOf({ node, types, language, used: usedPorts });
          const data = { key, node, ports, problems: found, mark, ...(isFolded ? { inside } : {}) };
          const common = {
            id: key,
            position: { x, y },
            ...size,
            measured: size,
            handles: handlesOf({ ports, size, frame }),
            selected: isSelected,
            ariaLabel: describeNode({ name, node, problems: found, mark, inside }),
            ...(parent === undefined ? {} : { parentId: parent }),
          };
          return frame
            ? { ...common, type: "frame" as const, data: { ...data, empty } }
            : { ...common, type: "card" as const, data };
        }),
      );
    }

    const nameOf = source.nameEnd ?? ((key: string) => nameNode(key, document.nodes[key] ?? null));
    const flowEdges = edgesOf({ document, selection, marks, nameEdge, nameExit, nameOf });

    forget(nodes, seenNodes);
    last = { nodes: sameList(last.nodes, flowNodes), edges: flowEdges };
    return last;
  };
}

/** The list before when it holds the same: React Flow looks through all edges again for another list. */
function sameList<Value>(before: Value[], next: Value[]): Value[] {
  return before.length === next.length && before.every((one, at) => one === next[at]) ? before : next;
}

function textOf({ text }: CanvasNote): string {
  return text;
}

function nameIn({ name }: NodeWords): string {
  return name;
}

interface EdgeSource extends Pick<FlowSource, "document" | "selection" | "nameEdge" | "nameExit"> {
  readonly marks: RunMarks | null | undefined;
  readonly nameOf: (key: string) => string;
}

/** The same for edges alone: most edits leave them all as they are. */
function createEdgeMapping(): (source: EdgeSource) => FlowEdge[] {
  const edges = new Map<string, Remembered<FlowEdge>>();
  let last: { inputs: readonly unknown[]; edges: FlowEdge[] } = { inputs: [], edges: [] };

  return ({ document, selection, marks, nameEdge, nameExit, nameOf }) => {
    const { hidden } = foldsOf(document);
    const inputs = [document.edges, hidden, selection.edges, marks?.edges, nameEdge, nameExit, nameOf];
    if (sameInputs(last.inputs, inputs)) return last.edges;
    const selected = new Set(selection.edges);
    const seen = new Set<string>();
    const found = document.edges.flatMap((edge): FlowEdge[] => {
      const id = edgeId(edge);
      if (seen.has(id) || hidden.has(edge.from) || hidden.has(edge.to)) return [];
      seen.add(id);
      const port = portOf(edge);
      const mark = marks?.edges[id];
      const from = nameOf(edge.from);
      const to = nameOf(edge.to);
      const exit = nameExit(edge.from, port);
      return [
        recall(edges, id, [selected.has(id), mark, from, exit, to, nameEdge], () => ({
          id,
          type: "link",
          source: edge.from,
          sourceHandle: port,
          target: edge.to,
          targetHandle: "in",
          selected: selected.has(id),
          ariaLabel: nameEdge({ from, exit, to }),
          data: { from: edge.from, port, to: edge.to, mark },
        })),
      ];
    });
    forget(edges, seen);
    last = { inputs, edges: sameList(last.edges, found) };
    return last.edges;
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
  if (known && sameInputs(known.inputs, inputs)) return known.value;
  const value = make();
  memory.set(id, { inputs, value });
  return value;
}

function sameInputs(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((input, at) => Object.is(input, now[at]));
}

function forget(memory: Map<string, unknown>, seen: ReadonlySet<string>): void {
  for (const id of memory.keys()) if (!seen.has(id)) memory.delete(id);
}

function count(problems: ProblemCount | undefined): readonly number[] {
  return [problems?.errors ?? 0, problems?.warnings ?? 0];
}

/** The place of a box as React Flow counts it: from the corner of the container around it. */
function within(box: Box | undefined, around: Box | undefined): Point {
  return { x: (box?.x ?? 0) - (around?.x ?? 0), y: (box?.y ?? 0) - (around?.y ?? 0) };
}
