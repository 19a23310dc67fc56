import { forbiddenNames } from "../document/schema.ts";
import type { VariableType } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";
import { guessType, mergeTypes } from "../variables/guess-type.ts";
import { formatPath, maxPathLength, type PathSegment } from "../variables/path.ts";

export type ShapeType = VariableType | "null";

/** The places of a value by their paths (`items[*].sku`), each with what stands there; the value itself is none. */
export type Shape = ReadonlyMap<string, ShapeType>;

/** What is read of one value: enough to know its shape, however large it is. */
const mostPlaces = 1_000;
const mostElements = 20;
const deepest = 16;

export function shapeOf(value: Json): Shape {
  const shape = new Map<string, ShapeType>();
  const walk = (inner: Json, at: readonly PathSegment[]): void => {
    if (shape.size >= mostPlaces || at.length >= deepest) return;
    if (Array.isArray(inner)) {
      for (const element of inner.slice(0, mostElements)) walk(element, [...at, { kind: "each" }]);
    } else if (typeof inner === "object" && inner !== null) {
      for (const [name, member] of Object.entries(inner)) {
        if (forbiddenNames.has(name) || shape.size >= mostPlaces) continue;
        const place = [...at, { kind: "key", name }] as const;
        const path = formatPath(place);
        if (path.length > maxPathLength) continue;
        const type = member === null ? "null" : guessType(member);
        const known = shape.get(path);
        shape.set(path, known === undefined ? type : mergeTypes(known, type));
        walk(member, place);
      }
    }
  };
  walk(value, []);
  return shape;
}

/** Whether what came is what was known there: null says nothing, an integer is a number, a moment is text. */
export function isAlike(known: ShapeType, came: ShapeType): boolean {
  return [known, came].includes("any") || mergeTypes(known, came) !== "any";
}

/** The path of what holds a place; the empty text: the whole value. Lists are passed over: their elements are no place. */
export function parentOf(path: string): string {
  const cut = path.replace(/(?:\[\*\])+$/, "");
  const end = /(?:\.[A-Za-z_][A-Za-z0-9_-]*|\["(?:[^"\\]|\\.)*"\]|^[A-Za-z_][A-Za-z0-9_-]*)$/.exec(cut);
  return end === null ? "" : cut.slice(0, end.index).replace(/(?:\[\*\])+$/, "");
}
