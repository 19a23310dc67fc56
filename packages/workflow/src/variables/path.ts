import { forbiddenNames } from "../document/schema.ts";

/** One step of a dotted path: a key, an element, or all elements. */
export type PathSegment = { kind: "key"; name: string } | { kind: "index"; index: number } | { kind: "each" };

/**
 * A dotted path, taken apart. `text` is how it was written, `segments` never holds a refused name.
 * `singular` paths yield a value, the others a flat list.
 */
export interface DottedPath {
  readonly language: "dotted";
  readonly text: string;
  readonly segments: readonly PathSegment[];
  readonly singular: boolean;
}

/** Longest path that is read, the same as a document allows. */
export const maxPathLength = 1000;

export type PathErrorCode = "path-syntax" | "path-name-refused" | "path-too-long" | "path-too-complex";

/** A path that cannot be read. `position` counts UTF-16 units from 0 and points at what is wrong. */
export class PathError extends Error {
  override readonly name = "PathError";
  readonly code: PathErrorCode;
  readonly position: number;

  constructor(problem: { code: PathErrorCode; message: string; position: number; cause?: unknown }) {
    super(problem.message, { cause: problem.cause });
    this.code = problem.code;
    this.position = problem.position;
  }
}

const bareKey = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const bareKeyAt = /[A-Za-z_][A-Za-z0-9_-]*/y;
const indexAt = /\[(0|[1-9][0-9]{0,15})\]/y;
const eachAt = /\[\*\]/y;
const quotedAt = /\[("(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")\]/y;

/**
 * Takes a dotted path apart: dots for keys, `[n]` for elements, `[*]` for all elements, `["odd key"]` (JSON
 * escapes) for anything else (design: "Variables from examples", Paths).
 * @throws PathError with the position of the first mistake, also for `__proto__`, `constructor`, `prototype`.
 */
export function parseDottedPath(text: string): DottedPath {
  refuseLength(text);
  if (text === "") throw new PathError({ code: "path-syntax", message: "the path is empty", position: 0 });
  const segments: PathSegment[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    if (text[at] === ".") {
      if (at === 0) throw syntax("a path begins with a key or with [", 0);
      at += 1;
    } else if (at > 0 && text[at] !== "[") {
      throw syntax('expected ".", "[" or the end', at);
    }
    const bracket = start === at && text[at] === "[" ? bracketSegment(text, at) : undefined;
    const found = bracket ?? keySegment(text, at);
    refuseName(found.segment, at);
    segments.push(found.segment);
    at = found.end;
  }
  return { language: "dotted", text, segments, singular: !segments.some(({ kind }) => kind === "each") };
}

/** Throws when a path is longer than a document may hold. */
export function refuseLength(text: string): void {
  if (text.length <= maxPathLength) return;
  const message = `a path has at most ${maxPathLength} characters`;
  throw new PathError({ code: "path-too-long", message, position: maxPathLength });
}

/** The message for a refused name, the same wherever a path can name one. */
export function nameRefused(name: string, position: number): PathError {
  return new PathError({
    code: "path-name-refused",
    message: `the name ${name} is refused in every path`,
    position,
  });
}

/** Writes segments as a dotted path; the reverse of `parseDottedPath` and the form in which rows are listed. */
export function formatPath(segments: readonly PathSegment[]): string {
  let text = "";
  for (const segment of segments) {
    if (segment.kind === "each") text += "[*]";
    else if (segment.kind === "index") text += `[${segment.index}]`;
    else if (!bareKey.test(segment.name)) text += `[${JSON.stringify(segment.name)}]`;
    else text += text === "" ? segment.name : `.${segment.name}`;
  }
  return text;
}

function keySegment(text: string, at: number): { segment: PathSegment; end: number } {
  bareKeyAt.lastIndex = at;
  const name = bareKeyAt.exec(text)?.[0];
  if (name === undefined) throw syntax('expected a key; quote other names as ["a b"]', at);
  return { segment: { kind: "key", name }, end: at + name.length };
}

function bracketSegment(text: string, at: number): { segment: PathSegment; end: number } {
  eachAt.lastIndex = at;
  if (eachAt.test(text)) return { segment: { kind: "each" }, end: at + 3 };
  indexAt.lastIndex = at;
  const index = indexAt.exec(text);
  if (index) return { segment: { kind: "index", index: Number(index[1]) }, end: at + index[0].length };
  quotedAt.lastIndex = at;
  const quoted = quotedAt.exec(text);
  if (!quoted) throw syntax('expected [n], [*] or ["a key"]', at);
  return { segment: { kind: "key", name: unquote(quoted[1] ?? "", at) }, end: at + quoted[0].length };
}

/** JSON allows no bare control character in a text, and neither do we. */
function unquote(quoted: string, at: number): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw syntax("a control character in a key has to be escaped", at);
  }
}

function refuseName(segment: PathSegment, at: number): void {
  if (segment.kind === "key" && forbiddenNames.has(segment.name)) throw nameRefused(segment.name, at);
}

function syntax(message: string, position: number): PathError {
  return new PathError({ code: "path-syntax", message, position });
}
