import { jsonLanguage } from "@codemirror/lang-json";
import type { PathSegment } from "@sluice/workflow/variables";

/** A node of the syntax tree, as far as it is used here. */
type SyntaxNode = ReturnType<typeof jsonLanguage.parser.parse>["topNode"];

const valueNames: ReadonlySet<string> = new Set([
  "Object",
  "Array",
  "String",
  "Number",
  "True",
  "False",
  "Null",
]);

/** The text of the value at a singular path in a JSON text; undefined: there is none. Of a key that stands twice the last counts. */
export function jsonAt(text: string, segments: readonly PathSegment[]): string | undefined {
  let at = rootOf(text);
  for (const segment of segments) at = at && childOf(text, at, segment);
  return at && text.slice(at.from, at.to);
}

/**
 * The text with another value at a singular path: every other character stays as it is, digits of large numbers and blanks
 * included. Objects and lists on the way are made, in the place of null too. Undefined: something else stands in the way, or an element of a list is too far.
 */
export function withJsonAt(text: string, segments: readonly PathSegment[], json: string): string | undefined {
  const root = rootOf(text);
  if (!root) return text.trim() === "" ? nested(segments, json) : undefined;
  let at = root;
  for (const [depth, segment] of segments.entries()) {
    const child = childOf(text, at, segment);
    if (!child) {
      const isNull = at.name === "Null";
      const made = nested(segments.slice(isNull ? depth : depth + 1), json);
      if (made === undefined) return undefined;
      return isNull ? replaced(text, at, made) : withMember({ text, at, segment, json: made });
    }
    at = child;
  }
  return replaced(text, at, json);
}

/** The text without the member of an object at a path; unchanged where there is none, and where it is an element of a list. */
export function withoutJsonAt(text: string, segments: readonly PathSegment[]): string {
  let at = rootOf(text);
  for (const segment of segments) at = at && childOf(text, at, segment);
  const property = at?.parent;
  if (property?.name !== "Property") return text;
  const comma = property.nextSibling?.name === ",";
  if (comma) {
    const next = property.nextSibling?.nextSibling;
    return text.slice(0, property.from) + text.slice(next?.from ?? property.to);
  }
  const before = property.prevSibling;
  // The only one leaves its braces; the last one takes the comma before it along.
  return text.slice(0, before?.name === "," ? before.from : property.from) + text.slice(property.to);
}

function replaced(text: string, { from, to }: SyntaxNode, json: string): string {
  return text.slice(0, from) + json + text.slice(to);
}

let parsed: { readonly text: string; readonly root: SyntaxNode | undefined } | undefined;

/** Remembered for the last text: a form asks for every field of one body. */
function rootOf(text: string): SyntaxNode | undefined {
  if (parsed?.text !== text) parsed = { text, root: valuesOf(jsonLanguage.parser.parse(text).topNode)[0] };
  return parsed.root;
}

function valuesOf(node: SyntaxNode): SyntaxNode[] {
  const values: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (valueNames.has(child.name)) values.push(child);
  }
  return values;
}

function childOf(text: string, node: SyntaxNode, segment: PathSegment): SyntaxNode | undefined {
  if (segment.kind === "index") return node.name === "Array" ? valuesOf(node)[segment.index] : undefined;
  if (segment.kind !== "key" || node.name !== "Object") return undefined;
  for (let child = node.lastChild; child; child = child.prevSibling) {
    const name = child.name === "Property" ? child.firstChild : null;
    if (name && JSON.parse(text.slice(name.from, name.to)) === segment.name) return valuesOf(child)[0];
  }
  return undefined;
}

/** A value within objects and lists that are made for its way; undefined: a list would have to begin with nothing. */
function nested(segments: readonly PathSegment[], json: string): string | undefined {
  let made = json;
  for (const segment of segments.toReversed()) {
    if (segment.kind === "key") made = `{${JSON.stringify(segment.name)}: ${made}}`;
    else if (segment.kind === "index" && segment.index === 0) made = `[${made}]`;
    else return undefined;
  }
  return made;
}

/** One more member of an object, or element right behind the last one, set as those before it are. */
function withMember(given: {
  readonly text: string;
  readonly at: SyntaxNode;
  readonly segment: PathSegment;
  readonly json: string;
}): string | undefined {
  const { text, at, segment, json } = given;
  const isObject = at.name === "Object" && segment.kind === "key";
  if (!isObject && !(at.name === "Array" && segment.kind === "index")) return undefined;
  if (segment.kind === "index" && valuesOf(at).length !== segment.index) return undefined;
  const member = segment.kind === "key" ? `${JSON.stringify(segment.name)}: ${json}` : json;
  const last = at.lastChild?.prevSibling;
  const inside = last && last !== at.firstChild && last.from > at.from ? last : undefined;
  if (!inside) return `${text.slice(0, at.from + 1)}${member}${text.slice(at.to - 1)}`;
  const first = at.firstChild?.nextSibling;
  const blank = first ? text.slice(at.from + 1, first.from) : "";
  return `${text.slice(0, inside.to)},${blank === "" ? " " : blank}${member}${text.slice(inside.to)}`;
}
