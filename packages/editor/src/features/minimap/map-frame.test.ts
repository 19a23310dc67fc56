import { expect, test } from "vitest";
import { frameOf, mapSize, pathOf, sightOn } from "./map-frame.ts";

const boxes = [
  { x: -100, y: 0, width: 200, height: 100 },
  { x: 900, y: 300, width: 200, height: 100 },
];
const corners = (path: string) =>
  [...path.matchAll(/M(\S+) (\S+)h(\S+)v(\S+)h/g)].map(([, x, y, w, h]) => ({
    ...{ left: Number(x), top: Number(y) },
    ...{ right: Number(x) + Number(w), bottom: Number(y) + Number(h) },
  }));

test("everything that is drawn is on the map, in its middle", () => {
  const seen = corners(pathOf(boxes, frameOf(boxes)));
  expect(seen).toHaveLength(2);
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) throw new Error("there must be two");
  expect(first.left).toBeGreaterThan(5);
  expect(last.right).toBeLessThan(mapSize.width - 5);
  expect(first.left + last.right).toBeCloseTo(mapSize.width, 0);
  expect(first.top + last.bottom).toBeCloseTo(mapSize.height, 0);
});

test("a drawing of one card, and one of none, have a frame too", () => {
  expect(frameOf([{ x: 0, y: 0, width: 10, height: 10 }]).scale).toBeGreaterThan(0);
  expect(frameOf([])).toEqual({ x: 0, y: 0, scale: 1 });
  expect(pathOf([], frameOf([]))).toBe("");
});

test("what is in sight lies where it does in the drawing", () => {
  const frame = frameOf(boxes);
  // The canvas shows the second box alone, twice as large.
  const sight = sightOn(frame, { transform: [-1800, -600, 2], width: 400, height: 200 });
  const box = corners(pathOf(boxes, frame))[1];
  expect(sight.x).toBeCloseTo(box?.left ?? 0, 0);
  expect(sight.y).toBeCloseTo(box?.top ?? 0, 0);
  expect(sight.x + sight.width).toBeCloseTo(box?.right ?? 0, 0);
  expect(sight.y + sight.height).toBeCloseTo(box?.bottom ?? 0, 0);
});

test.each([
  ["to the left", [90_000, 0, 1], (at: { x: number }) => at.x === 0],
  ["to the right", [-90_000, 0, 1], (at: { x: number }) => at.x === mapSize.width - 4],
  ["below", [0, -90_000, 1], (at: { y: number }) => at.y === mapSize.height - 4],
] as const)("a view that has left the drawing %s is a strip on that edge", (_, transform, isThere) => {
  const sight = sightOn(frameOf(boxes), { transform, width: 400, height: 200 });
  expect(isThere(sight)).toBe(true);
  expect(Math.min(sight.width, sight.height)).toBeGreaterThanOrEqual(4);
});
