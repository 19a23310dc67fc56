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
/** The smallest that a note can be made. */
export const smallestNote: Size = { width: 96, height: 64 };

export const triggerSize: Size = { width: cardWidth, height: triggerHeight };

/** A container's border: room around what stands in it, and the head with its name and exits. */
export const framePadding = grid * 2;
const frameHead = grid * 4;
/** A container in which nothing stands yet. */
export const emptyFrame: Size = { width: grid * 22, height: grid * 12 };

/** Height of a container's head: its exits stand there in rows, when it has several. */
export function frameHeadHeight(ports: readonly PortLabel[]): number {
  const rows = hasPortRows(ports) ? ports.length * portRowHeight + portsPadding * 2 : 0;
  return Math.max(frameHead, Math.ceil(rows / grid) * grid);
}

/** The box of a container with a head of that height: around its content, at `corner` while it has none. */
export function frameAround(
  content: readonly (Point & Size)[],
  { corner, head }: { corner: Point; head: number },
): Point & Size {
  if (content.length === 0) return { ...corner, ...emptyFrame, height: emptyFrame.height + head - frameHead };
  const left = Math.min(...content.map(({ x }) => x)) - framePadding;
  const top = Math.min(...content.map(({ y }) => y)) - head - framePadding / 2;
  const right = Math.max(...content.map(({ x, width }) => x + width)) + framePadding;
  const bottom = Math.max(...content.map(({ y, height }) => y + height)) + framePadding;
  return { x: left, y: top, width: Math.max(right - left, emptyFrame.width), height: bottom - top };
}
