import type { Conflict } from "@sluice/workflow/changes";
import type { Json } from "@sluice/workflow/node-contract";

/** What one side made of a place: a value to be read, or what happened in a word. */
export type SideLine =
  | { readonly kind: "value"; readonly value: Json | undefined }
  | { readonly kind: "word"; readonly word: "removed" | "kept" | "added" | "place" | "connected" };

/** Both sides of a conflict as they are shown: a whole node, an edge or the place of a box is no value to be read. */
export function lineOf({ at, base, mine, theirs }: Conflict): {
  readonly mine: SideLine;
  readonly theirs: SideLine;
} {
  const [root, second] = at;
  const isNode = root === "nodes" && at.length === 2;
  const side = (value: Json | undefined): SideLine => {
    if (root === "layout" && second === "nodes") return { kind: "word", word: "place" };
    if (isNode && value === undefined) return { kind: "word", word: "removed" };
    if (isNode) return { kind: "word", word: base === undefined ? "added" : "kept" };
    if (root === "edges") return { kind: "word", word: value === undefined ? "removed" : "connected" };
    return { kind: "value", value };
  };
  return { mine: side(mine), theirs: side(theirs) };
}
