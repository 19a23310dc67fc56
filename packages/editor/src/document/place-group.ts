import { grid, type Point } from "./card-size.ts";
import type { Box } from "./frames.ts";
import { freePlace, overlaps, snapped } from "./place-node.ts";

/** How far the search goes, in steps of `step`: beyond, a free place below is as good as any. */
const rings = 40;
const step = grid * 4;

/**
 * The corner nearest to the wanted one where a box of this size covers no other. `onwards`: never left of the wanted
 * corner or above it.
 */
export function roomFor(
  others: readonly Box[],
  wanted: Box,
  { onwards = false }: { onwards?: boolean } = {},
): Point {
  const from = snapped(wanted);
  const { width, height } = wanted;
  for (let ring = 0; ring <= rings; ring++) {
    const free = cornersOf(ring)
      .filter(({ x, y }) => !onwards || (x >= 0 && y >= 0))
      .map(({ x, y }) => ({ x: from.x + x * step, y: from.y + y * step }))
      .find((place) => !others.some((other) => overlaps({ ...place, width, height }, other)));
    if (free) return free;
  }
  return freePlace(others, from, { width, height });
}

/** The places around a middle that are a number of steps away, the nearest first: below before above, then right. */
function cornersOf(ring: number): readonly Point[] {
  const places: Point[] = [];
  for (let x = -ring; x <= ring; x++)
    for (let y = -ring; y <= ring; y++)
      if (Math.max(Math.abs(x), Math.abs(y)) === ring) places.push({ x, y });
  const far = ({ x, y }: Point) => x * x + y * y + (y > 0 ? 0 : 0.2) + (x < 0 ? 0.1 : 0);
  return places.sort((one, other) => far(one) - far(other));
}
