/** One line of the tree that is drawn. */
export interface JsonRow {
  /** Unique: the path as JSON text. */
  readonly id: string;
  readonly depth: number;
  /** Key or index; null at the root and on closing lines. */
  readonly name: string | number | null;
  readonly kind: "value" | "open" | "closed" | "end";
  /** The value of a leaf; for a branch, what it is. */
  readonly value: unknown;
  readonly bracket: "[]" | "{}" | null;
  /** Number of children of a branch. */
  readonly count: number;
  readonly last: boolean;
}

export type Toggled = ReadonlyMap<string, boolean>;

/** Branches this deep or deeper start closed, and longer ones too: a reader sees the shape before the mass. */
const openDepth = 2;
const openCount = 100;

/**
 * The lines of a JSON value as far as they are open, lazily: whoever takes two hundred pays for two hundred,
 * whatever the size of the value. `toggled` holds what the reader opened (true) or closed (false) by hand.
 */
export function* jsonRows(value: unknown, toggled: Toggled): Generator<JsonRow> {
  yield* rowsOf({ value, name: null, path: [], last: true }, toggled);
}

interface Place {
  readonly value: unknown;
  readonly name: string | number | null;
  readonly path: readonly (string | number)[];
  readonly last: boolean;
}

function* rowsOf(place: Place, toggled: Toggled): Generator<JsonRow> {
  const { value, name, path, last } = place;
  const id = JSON.stringify(path);
  const depth = path.length;
  if (typeof value !== "object" || value === null) {
    yield { id, depth, name, kind: "value", value, bracket: null, count: 0, last };
    return;
  }
  const isList = Array.isArray(value);
  const bracket = isList ? "[]" : "{}";
  const keys: readonly string[] | null = isList ? null : Object.keys(value);
  const count = isList ? value.length : (keys?.length ?? 0);
  const open = count > 0 && (toggled.get(id) ?? (depth < openDepth && (count <= openCount || depth === 0)));
  yield { id, depth, name, kind: open ? "open" : "closed", value, bracket, count, last };
  if (!open) return;
  for (let index = 0; index < count; index += 1) {
    const key = keys === null ? index : (keys[index] ?? "");
    yield* rowsOf(
      {
        value: (value as Record<string | number, unknown>)[key],
        name: key,
        path: [...path, key],
        last: index === count - 1,
      },
      toggled,
    );
  }
  yield { id: `${id}end`, depth, name: null, kind: "end", value, bracket, count, last };
}
