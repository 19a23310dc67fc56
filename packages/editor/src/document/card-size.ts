import type { PortLabel } from "@sluice/workflow/node-contract";

/** Canvas units. All are multiples of the grid, so that cards and their ports line up across columns. */
export const grid = 16;
/** Room between two columns: an edge needs it to bend. */
export const columnGap = grid * 5;
export const cardWidth = 224;
export const headHeight = 64;
export const portRowHeight = 24;
const portsPadding = 8;
const triggerHeight = 96;

/** A place on the canvas, in pixels at zoom 1: the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whether the exits stand in labelled rows; a single plain `out` sits at the head instead. */
export function hasPortRows(ports: readonly PortLabel[]): boolean {
  return ports.length > 1 || (ports.length === 1 && ports[0]?.port !== "out");
}

/** Size of a node's card: known without measuring, so that a large workflow is drawn in one go. */
export function cardSize(ports: readonly PortLabel[]): Size {
  const rows = hasPortRows(ports) ? ports.length * portRowHeight + portsPadding : 0;
  return { width: cardWidth, height: headHeight + rows };
}

/** Size of a note that says none. */
export const noteSize: Size = { width: 208, height: 128 };

export const triggerSize: Size = { width: cardWidth, height: triggerHeight };
