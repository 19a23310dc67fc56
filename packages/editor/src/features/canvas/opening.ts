import { type FitViewOptions, getViewportForBounds, type Viewport } from "@xyflow/react";
import type { Size } from "../../document/card-size.ts";
import type { Box } from "../../document/frames.ts";

/** Never so small at first that names cannot be read, nor larger than cards are made for. */
const zooms = { min: 0.5, max: 1 };

/** Room between the ends of a drawing and the borders of the canvas, in pixels of the window: the tools stand at the top. */
const margin = 48;
const underTools = 80;

/**
 * Where a drawing opens: whole where that can be read. In a direction in which it is longer than the canvas, at its trigger,
 * with as little emptiness around it as its ends allow.
 *
 * @param given.bounds Around everything that is drawn, as `trigger` from the drawing's corner.
 * @param given.canvas In pixels of the window.
 */
export function openingViewport(given: {
  bounds: Box;
  trigger: Box;
  canvas: Size;
  padding: NonNullable<FitViewOptions["padding"]>;
}): Viewport {
  const { bounds, trigger, canvas, padding } = given;
  const whole = getViewportForBounds(bounds, canvas.width, canvas.height, zooms.min, zooms.max, padding);
  const { zoom } = whole;
  return {
    x: along({
      whole: whole.x,
      from: bounds.x * zoom,
      to: (bounds.x + bounds.width) * zoom,
      aim: margin - trigger.x * zoom,
      first: margin,
      last: canvas.width - margin,
    }),
    y: along({
      whole: whole.y,
      from: bounds.y * zoom,
      to: (bounds.y + bounds.height) * zoom,
      aim: canvas.height / 2 - (trigger.y + trigger.height / 2) * zoom,
      first: underTools,
      last: canvas.height - margin,
    }),
    zoom,
  };
}

/** One direction of it: between `first` and `last` lies everything if that has room, placed as `whole` says, else as `aim`. */
function along(given: {
  whole: number;
  from: number;
  to: number;
  aim: number;
  first: number;
  last: number;
}): number {
  const { whole, from, to, aim, first, last } = given;
  if (to - from <= last - first) return Math.min(Math.max(whole, first - from), last - to);
  return Math.max(Math.min(aim, first - from), last - to);
}
