import type { Json } from "../node-contract/json.ts";
import { type JsonPath, parseJsonPath } from "./json-path.ts";
import { compileJsonPath } from "./json-path-compile.ts";
import { isObject } from "./json-path-run.ts";
import { type DottedPath, type PathSegment, parseDottedPath } from "./path.ts";

/** A path that can be read: our dotted language, or RFC 9535 when it begins with `$`. */
export type Path = DottedPath | JsonPath;

/** A path ready to be read many times. */
export interface CompiledPath {
  readonly path: Path;
  /** What stands there, `undefined` when it is missing. A path that is not singular yields a flat list. */
  read(value: Json): Json | undefined;
}

/** @throws PathError with the position of the mistake. */
export function parsePath(text: string): Path {
  return text.startsWith("$") ? parseJsonPath(text) : parseDottedPath(text);
}

const compiled = new Map<string, CompiledPath>();
const maxCompiled = 2_000;

/** Compiles a path, once per text (the newest 2,000 are remembered). @throws PathError */
export function compilePath(text: string): CompiledPath {
  const known = compiled.get(text);
  if (known) return known;
  const path = parsePath(text);
  const read = path.language === "jsonpath" ? compileJsonPath(path) : compileSegments(path);
  const made: CompiledPath = { path, read: (value) => read(value) };
  if (compiled.size >= maxCompiled) {
    const [oldest] = compiled.keys();
    if (oldest !== undefined) compiled.delete(oldest);
  }
  compiled.set(text, made);
  return made;
}

/** Reads a path once. @throws PathError when the text is no path, or reading it costs too much. */
export function readPath(
  path: Path | string,
  value: Json,
): { found: true; value: Json } | { found: false; value: undefined } {
  const found = compilePath(typeof path === "string" ? path : path.text).read(value);
  return found === undefined ? { found: false, value: undefined } : { found: true, value: found };
}

type Reader = (value: Json) => Json | undefined;

function compileSegments({ segments, singular }: DottedPath): Reader {
  if (singular) return compileSingular(segments);
  const first = segments.findIndex(({ kind }) => kind === "each");
  const list = compileSingular(segments.slice(0, first));
  const collect = compileCollect(segments.slice(first));
  return (value) => {
    const source = list(value);
    if (!Array.isArray(source)) return undefined;
    const found: Json[] = [];
    collect(source, found);
    return found;
  };
}

/** Own properties of plain data only: `"text".length`, `[].length` and what prototypes hold are missing. */
function compileSingular(segments: readonly PathSegment[]): Reader {
  const keys = segments.map((segment) => (segment.kind === "index" ? segment.index : keyOf(segment)));
  const [only] = keys;
  if (keys.length === 1 && typeof only === "string") return (value) => property(value, only);
  return (value) => {
    let current: Json | undefined = value;
    for (const key of keys) {
      if (typeof key === "string") current = property(current, key);
      else current = Array.isArray(current) ? current[key] : undefined;
      if (current === undefined) return undefined;
    }
    return current;
  };
}

type Collect = (value: Json, found: Json[]) => void;

function compileCollect(segments: readonly PathSegment[]): Collect {
  const [segment, ...others] = segments;
  if (!segment) return (value, found) => void found.push(value);
  const next = compileCollect(others);
  if (segment.kind === "each") {
    return (value, found) => {
      if (!Array.isArray(value)) return;
      for (const item of value) next(item, found);
    };
  }
  const read = compileSingular([segment]);
  return (value, found) => {
    const child = read(value);
    if (child !== undefined) next(child, found);
  };
}

function property(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function keyOf(segment: PathSegment): string {
  return segment.kind === "key" ? segment.name : "";
}
