import { forbiddenNames } from "../document/schema.ts";
import { type VariableSource, variableSources } from "../document/webhook-trigger.ts";
import { type PathSegment, parseDottedPath } from "./path.ts";

const maxKeyLength = 64;

/**
 * The key a path suggests: segments joined by `_`, `[n]` adds `_n`, `[*]` adds nothing, other characters become
 * `_`, runs collapse, edges are trimmed, headers are lower-cased, a leading digit gets `_`, empty is `value`.
 */
export function keyFromPath(path: string, from: VariableSource): string {
  const raw = from === "headers" ? path.toLowerCase() : path;
  const key = segmentTexts(raw)
    .join("_")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  if (key === "") return "value";
  return (/^[0-9]/.test(key) ? `_${key}` : key).slice(0, maxKeyLength);
}

/** A path that is not ours (JSONPath, or broken) gives its words. */
function segmentTexts(path: string): string[] {
  let segments: readonly PathSegment[];
  try {
    segments = parseDottedPath(path).segments;
  } catch {
    return [path];
  }
  return segments.flatMap((segment) => {
    if (segment.kind === "each") return [];
    return [segment.kind === "index" ? String(segment.index) : segment.name];
  });
}

/**
 * Keys for rows, without a clash, in the order of the rows given. Rows are served in the order body, query,
 * headers; on a clash with another source the source goes before (`query_id`), and within one source, or when
 * that is taken too, `_2`, `_3`, … behind. `taken` are keys that others hold already, with their source.
 */
export function keysFor(
  rows: readonly { from: VariableSource; path: string }[],
  taken: readonly { from: VariableSource; key: string }[] = [],
): string[] {
  const owners = new Map<string, VariableSource | "nobody">();
  for (const name of forbiddenNames) owners.set(name, "nobody");
  for (const { key, from } of taken) owners.set(key, from);
  const keys: string[] = rows.map(() => "");
  for (const source of variableSources) {
    rows.forEach(({ from, path }, index) => {
      if (from !== source) return;
      const key = freeKey(keyFromPath(path, from), from, owners);
      owners.set(key, from);
      keys[index] = key;
    });
  }
  return keys;
}

function freeKey(
  wanted: string,
  from: VariableSource,
  owners: ReadonlyMap<string, VariableSource | "nobody">,
): string {
  const owner = owners.get(wanted);
  if (owner === undefined) return wanted;
  const otherSource = owner !== from && owner !== "nobody";
  const base = otherSource ? `${from}_${wanted.replace(/^_/, "")}`.slice(0, maxKeyLength) : wanted;
  if (!owners.has(base)) return base;
  for (let number = 2; ; number += 1) {
    const end = `_${number}`;
    const key = base.slice(0, maxKeyLength - end.length) + end;
    if (!owners.has(key)) return key;
  }
}
