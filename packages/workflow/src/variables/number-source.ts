import type { PathSegment } from "./path.ts";

/**
 * The JSON text of each value that a dotted path finds, in the order of reading: `9007199254740993` stays
 * `9007199254740993`, where the parsed number has lost its last digit. `text` must be valid JSON; of a key that
 * stands twice the last one counts, as in `JSON.parse`. One pass over the text, without building anything (the
 * reviver's `context.source` costs ten times a parse: 70 µs per KB).
 */
export function sourcesAt(text: string, segments: readonly PathSegment[]): string[] {
  const found: string[] = [];
  collect(text, skipSpace(text, 0), segments, 0, found);
  return found;
}

function collect(
  text: string,
  start: number,
  segments: readonly PathSegment[],
  depth: number,
  found: string[],
): void {
  const segment = segments[depth];
  if (!segment) {
    found.push(text.slice(start, skipValue(text, start)));
    return;
  }
  if (segment.kind === "key") {
    const at = memberAt(text, start, segment.name);
    if (at >= 0) collect(text, at, segments, depth + 1, found);
    return;
  }
  let index = 0;
  forEachElement(text, start, (at) => {
    const wanted = segment.kind === "each" || segment.index === index;
    if (wanted) collect(text, at, segments, depth + 1, found);
    index += 1;
    return segment.kind === "each" || !wanted;
  });
}

/** Where the value of the last member with this name begins, or -1. */
function memberAt(text: string, start: number, name: string): number {
  if (text.charCodeAt(start) !== 0x7b) return -1;
  const plain = JSON.stringify(name);
  let found = -1;
  let at = skipSpace(text, start + 1);
  while (text.charCodeAt(at) === 0x22) {
    const end = skipString(text, at);
    const raw = text.slice(at, end);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (raw === plain || (raw.includes("\\") && JSON.parse(raw) === name)) found = value;
    at = skipSpace(text, skipValue(text, value));
    if (text.charCodeAt(at) === 0x2c) at = skipSpace(text, at + 1);
  }
  return found;
}

/** Calls `visit` with the beginning of each element until it says no. */
function forEachElement(text: string, start: number, visit: (at: number) => boolean): void {
  if (text.charCodeAt(start) !== 0x5b) return;
  let at = skipSpace(text, start + 1);
  while (at < text.length && text.charCodeAt(at) !== 0x5d) {
    if (!visit(at)) return;
    at = skipSpace(text, skipValue(text, at));
    if (text.charCodeAt(at) === 0x2c) at = skipSpace(text, at + 1);
  }
}

function skipValue(text: string, start: number): number {
  const char = text.charCodeAt(start);
  if (char === 0x22) return skipString(text, start);
  let at = start;
  if (char !== 0x7b && char !== 0x5b) {
    while (at < text.length && !isEnd(text.charCodeAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  while (at < text.length) {
    const here = text.charCodeAt(at);
    if (here === 0x22) {
      at = skipString(text, at);
      continue;
    }
    at += 1;
    if (here === 0x7b || here === 0x5b) depth += 1;
    else if (here === 0x7d || here === 0x5d) {
      depth -= 1;
      if (depth === 0) break;
    }
  }
  return at;
}

function skipString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x5c) at += 1;
    else if (char === 0x22) return at + 1;
  }
  return text.length;
}

/** White space, `,`, `]` or `}`: what can stand behind a number or a word. */
function isEnd(char: number): boolean {
  return char <= 0x20 || char === 0x2c || char === 0x5d || char === 0x7d;
}

/** A byte order mark counts as space: the text may come straight from a body. */
function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) <= 0x20 || text.charCodeAt(at) === 0xfeff)) at += 1;
  return at;
}
