import { describe, expect, test } from "vitest";
import { openingViewport } from "./opening.ts";

const canvas = { width: 1000, height: 600 };
const at = (x: number, y: number) => ({ x, y, width: 224, height: 96 });
const open = (bounds: { x: number; y: number; width: number; height: number }, trigger = at(0, 0)) => {
  const { x, y, zoom } = openingViewport({
    bounds,
    trigger,
    canvas,
    padding: { x: 0.1, top: 0.1, bottom: 0.2 },
  });
  const sight = { left: trigger.x * zoom + x, top: trigger.y * zoom + y };
  return {
    ...{
      zoom,
      ...sight,
      right: sight.left + trigger.width * zoom,
      bottom: sight.top + trigger.height * zoom,
    },
    ends: {
      left: bounds.x * zoom + x,
      top: bounds.y * zoom + y,
      right: (bounds.x + bounds.width) * zoom + x,
      bottom: (bounds.y + bounds.height) * zoom + y,
    },
  };
};

describe("where a drawing opens", () => {
  test("a small one is shown whole, in the middle", () => {
    const { ends, zoom } = open({ x: 0, y: 0, width: 600, height: 200 });
    expect(zoom).toBe(1);
    expect(ends).toEqual({ left: 200, right: 800, top: 200, bottom: 400 });
  });

  test.each([
    ["wide", { x: 0, y: -100, width: 15_000, height: 300 }, at(0, 0)],
    ["tall", { x: 0, y: 0, width: 600, height: 9000 }, at(0, 0)],
    ["tall, its trigger half-way down", { x: 0, y: -4000, width: 600, height: 9000 }, at(0, 200)],
    ["wide and tall", { x: 0, y: 0, width: 15_000, height: 9000 }, at(0, 8900)],
    ["drawn from right to left", { x: -14_776, y: 0, width: 15_000, height: 300 }, at(0, 0)],
    ["as tall as the canvas", { x: 0, y: 0, width: 15_000, height: 1150 }, at(0, 0)],
    ["far from the corner", { x: 90_000, y: 70_000, width: 15_000, height: 300 }, at(90_000, 70_100)],
  ])("one that is %s opens with its trigger in sight, readable", (_, bounds, trigger) => {
    const seen = open(bounds, trigger);
    expect(seen.zoom).toBe(0.5);
    expect(seen.left).toBeGreaterThanOrEqual(0);
    expect(seen.right).toBeLessThanOrEqual(canvas.width);
    expect(seen.top).toBeGreaterThanOrEqual(0);
    expect(seen.bottom).toBeLessThanOrEqual(canvas.height);
  });

  test("the trigger stands at the left, and half-way up where the drawing goes on in both directions", () => {
    const seen = open({ x: 0, y: -4000, width: 15_000, height: 9000 }, at(0, 200));
    expect(seen.left).toBe(48);
    expect((seen.top + seen.bottom) / 2).toBe(canvas.height / 2);
  });

  test("no more emptiness than its ends need", () => {
    expect(open({ x: 0, y: 0, width: 15_000, height: 9000 }).ends).toMatchObject({ left: 48, top: 80 });
    const last = open({ x: -14_776, y: -8904, width: 15_000, height: 9000 });
    expect(last.ends).toMatchObject({ right: canvas.width - 48, bottom: canvas.height - 48 });
  });
});
