import type { PortLabel } from "@sluice/workflow/node-contract";
import { type NodeHandle, Position } from "@xyflow/react";
import { frameHeadHeight, hasPortRows, headHeight, portRowHeight, type Size } from "./card-size.ts";

/** Side of the dot that an edge is drawn from or to, and half-way down the head, as `node-card.module.css` has them. */
const dot = 11;
const headMiddle = 33;
/** From the head to the first row: the line between them and the room above the first. */
const aboveRows = 3;

/**
 * Where the dots of a card are, so that its edges are drawn without measuring it: a large drawing then mounts the cards in
 * sight only. `frame`: a container, whose rows of exits stand in its head.
 */
export function handlesOf(given: { ports: readonly PortLabel[]; size: Size; frame: boolean }): NodeHandle[] {
  const { ports, size, frame } = given;
  const rows = hasPortRows(ports);
  const list = ports.length * portRowHeight + aboveRows;
  const firstRow = frame ? (frameHeadHeight(ports) - list) / 2 + 1 : headHeight;
  const middle = (index: number) =>
    rows ? firstRow + aboveRows + portRowHeight * (index + 0.5) : headMiddle;
  return [entry(), ...ports.map(({ port }, index) => exit(port, { x: size.width - 1, y: middle(index) }))];
}

/** The one exit of the trigger. */
export function triggerHandles(size: Size): NodeHandle[] {
  return [exit("out", { x: size.width - 1, y: headMiddle })];
}

function entry(): NodeHandle {
  return { id: "in", type: "target", position: Position.Left, ...around({ x: 1, y: headMiddle }) };
}

function exit(id: string, middle: { x: number; y: number }): NodeHandle {
  return { id, type: "source", position: Position.Right, ...around(middle) };
}

function around({ x, y }: { x: number; y: number }) {
  return { x: x - dot / 2, y: y - dot / 2, width: dot, height: dot };
}
