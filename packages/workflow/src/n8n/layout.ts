import type { CanvasNote } from "../document/schema.ts";
import { kindOf, type N8nNode } from "./export-shape.ts";
import { at } from "./parameters.ts";

const maxNoteLength = 10_000;

/** n8n draws its boxes closer to each other: cards here are wider. */
const scale = 1.45;

/** Where the boxes stand, by their keys; `keys` has one for the trigger too. */
export function nodeLayout(
  nodes: readonly N8nNode[],
  keys: ReadonlyMap<string, string>,
): Record<string, { x: number; y: number }> {
  return Object.fromEntries(
    nodes.map(({ name, position: [x, y] }) => [keys.get(name) ?? "", { x: x * scale, y: y * scale }]),
  );
}

/** n8n's sticky notes. */
export function stickyNotes(nodes: readonly N8nNode[]): CanvasNote[] {
  return nodes
    .filter((node) => kindOf(node) === "stickyNote")
    .map(({ parameters, position: [x, y] }, index) => ({
      id: `n8n${index + 1}`,
      text: String(at(parameters, "content") ?? "").slice(0, maxNoteLength),
      x: x * scale,
      y: y * scale,
      width: lengthOf(at(parameters, "width"), 240),
      height: lengthOf(at(parameters, "height"), 160),
    }));
}

function lengthOf(value: unknown, fallback: number): number {
  return (typeof value === "number" ? value : fallback) * scale;
}
