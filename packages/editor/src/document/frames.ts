import type { CanvasNote, WorkflowDocument, WorkflowNode } from "@sluice/workflow/document";
import type { NodeTypes, PortLabel } from "@sluice/workflow/node-contract";
import { cardSize, frameAround, frameHeadHeight, noteSize, type Size, triggerSize } from "./card-size.ts";
import { foldsOf, isContainer, nestingOf } from "./nesting.ts";
import { portsOf } from "./ports.ts";
import { type Point, positionsOf } from "./positions.ts";
import { portOf } from "./selection.ts";

/** A rectangle of the canvas. */
export interface Box extends Point, Size {}

const known = new WeakMap<WorkflowDocument, { types: NodeTypes; boxes: ReadonlyMap<string, Box> }>();

/** Place and size of the trigger and every node, from the canvas's corner. A container lies around what stands in it. */
export function boxesOf(document: WorkflowDocument, types: NodeTypes): ReadonlyMap<string, Box> {
  const remembered = known.get(document);
  if (remembered?.types === types) return remembered.boxes;
  const places = positionsOf(document);
  const used = usedPorts(document);
  const { order, childrenOf } = nestingOf(document);
  const { folded } = foldsOf(document);
  const boxes = new Map<string, Box>([["trigger", { ...pointOf(places, "trigger"), ...triggerSize }]]);
  for (const key of order.toReversed()) {
    const node = document.nodes[key];
    if (!node) continue;
    const ports = portsFor(node, types, used.get(key) ?? noPorts);
    const place = pointOf(places, key);
    if (isContainer(document, types, key)) {
      const inside = childrenOf(key).flatMap((child) => boxes.get(child) ?? []);
      const frame = frameAround(inside, { corner: place, head: frameHeadHeight(ports) });
      // Folded, it stands where its corner was, so that it opens in its place.
      boxes.set(key, folded.has(key) ? { x: frame.x, y: frame.y, ...cardSize(ports) } : frame);
    } else boxes.set(key, { ...place, ...cardSize(ports) });
  }
  known.set(document, { types, boxes });
  return boxes;
}

function pointOf(places: ReadonlyMap<string, Point>, key: string): Point {
  const { x, y } = places.get(key) ?? { x: 0, y: 0 };
  return { x, y };
}

/** Height of a container's head, which its exits decide. */
export function headHeightOf(document: WorkflowDocument, types: NodeTypes, key: string): number {
  const node = document.nodes[key];
  return frameHeadHeight(node ? portsFor(node, types, noPorts) : []);
}

const noPorts: readonly string[] = [];

/** Ports that edges leave by, by node. */
export function usedPorts(document: WorkflowDocument): ReadonlyMap<string, readonly string[]> {
  const used = new Map<string, string[]>();
  for (const edge of document.edges) {
    const ports = used.get(edge.from);
    if (ports) ports.push(portOf(edge));
    else used.set(edge.from, [portOf(edge)]);
  }
  return used;
}

const portsKnown = new WeakMap<
  WorkflowNode,
  { types: NodeTypes; used: string; ports: readonly PortLabel[] }
>();

/** The exits of a node without their words, remembered while the node stays: every frame asks for them. */
function portsFor(node: WorkflowNode, types: NodeTypes, used: readonly string[]): readonly PortLabel[] {
  const names = used.join();
  const remembered = portsKnown.get(node);
  if (remembered?.types === types && remembered.used === names) return remembered.ports;
  const ports = portsOf({ node, types, language: "en", used });
  portsKnown.set(node, { types, used: names, ports });
  return ports;
}

/** The innermost container at a point of the canvas, of those that may take what is put there. */
export function containerAt(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  at: Point;
  /** Containers that cannot be meant: what is dragged, and all in it. */
  except?: (key: string) => boolean;
}): string | undefined {
  const { document, types, at, except = () => false } = given;
  const boxes = boxesOf(document, types);
  const { folded, hidden } = foldsOf(document);
  return nestingOf(document).order.findLast((key) => {
    const box = boxes.get(key);
    if (folded.has(key) || hidden.has(key)) return false;
    return box !== undefined && !except(key) && holds(box, at) && isContainer(document, types, key);
  });
}

function holds(box: Box, { x, y }: Point): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** The smallest box around some others; undefined around none. */
export function boundsOf(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

export function boxOfNote({
  x,
  y,
  width = noteSize.width,
  height = noteSize.height,
}: Pick<CanvasNote, "x" | "y" | "width" | "height">): Box {
  return { x, y, width, height };
}
