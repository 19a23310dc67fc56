/** A box of the drawing, in its own units. */
export interface MapBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What React Flow shows: the shift of the drawing in pixels of the screen, its zoom, and the canvas in pixels. */
export interface MapView {
  readonly transform: readonly [x: number, y: number, zoom: number];
  readonly width: number;
  readonly height: number;
}

/** Of the map, in pixels. */
export const mapSize = { width: 200, height: 150 } as const;

/** Room around what is drawn, as part of its longer side. */
const margin = 0.06;

/** Where a map shows what: `scale` pixels of it for a unit of the drawing, whose part from `x`, `y` on it shows. */
export interface MapFrame {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** The frame in which all boxes are seen, in the middle. */
export function frameOf(boxes: readonly MapBox[]): MapFrame {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  if (boxes.length === 0) return { x: 0, y: 0, scale: 1 };
  const room = margin * Math.max(right - left, bottom - top);
  const [width, height] = [right - left + 2 * room, bottom - top + 2 * room];
  const scale = Math.min(mapSize.width / width, mapSize.height / height);
  return {
    x: left - room - (mapSize.width / scale - width) / 2,
    y: top - room - (mapSize.height / scale - height) / 2,
    scale,
  };
}

/** The outline of all boxes as one path, in pixels of the map: one attribute to change where hundreds move. */
export function pathOf(boxes: readonly MapBox[], { x: left, y: top, scale }: MapFrame): string {
  let path = "";
  for (const { x, y, width, height } of boxes) {
    const [w, h] = [Math.max(1, width * scale), Math.max(1, height * scale)];
    path += `M${round((x - left) * scale)} ${round((y - top) * scale)}h${round(w)}v${round(h)}h${-round(w)}z`;
  }
  return path;
}

/** Where the map shows what is in sight, in its pixels. Beyond its edge it stays as a strip on it, so that it can be found. */
export function sightOn({ x: left, y: top, scale }: MapFrame, view: MapView): MapBox {
  const [shiftX, shiftY, zoom] = view.transform;
  const across = clamped((-shiftX / zoom - left) * scale, (view.width / zoom) * scale, mapSize.width);
  const down = clamped((-shiftY / zoom - top) * scale, (view.height / zoom) * scale, mapSize.height);
  return { x: across.from, y: down.from, width: across.length, height: down.length };
}

const strip = 4;

function clamped(from: number, length: number, most: number): { from: number; length: number } {
  const start = Math.min(Math.max(0, from), most - strip);
  const end = Math.max(Math.min(most, from + length), strip);
  return { from: start, length: Math.max(strip, end - start) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
