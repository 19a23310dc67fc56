import type { JSONPathQuery } from "json-p3";
import { jsonpath } from "json-p3";
import type { Json } from "../node-contract/json.ts";
import type { JsonPath } from "./json-path.ts";
import { compileTest } from "./json-path-filter.ts";
import {
  eachChild,
  eachDescendant,
  isObject,
  maxResults,
  type Run,
  shadowChild,
  spend,
  tooComplex,
  type Walk,
} from "./json-path-run.ts";

const { selectors } = jsonpath;
type Segment = JSONPathQuery["segments"][number];
type Selector = Segment["selectors"][number];

/**
 * Reads a JSONPath. A singular one yields its value or `undefined`; any other a flat list, `undefined` when what
 * the list is made from (the singular beginning of the path) is missing or neither list nor object.
 * `shadow`, a tree of the same form, yields its own leaves at the same places.
 * @throws PathError `path-too-complex` over 10,000 results or when the budget is spent.
 */
export type JsonPathReader = (value: Json, shadow?: Json) => Json | undefined;

/** Compiles a parsed JSONPath to closures. json-p3's own evaluation has no budget, so it only parses. */
export function compileJsonPath(path: JsonPath): JsonPathReader {
  const { segments } = path.query;
  const tail = path.singular ? segments.length : segments.findIndex((segment) => !isSingular(segment));
  const begin = compileSegments(segments.slice(0, tail));
  if (path.singular) return (value, shadow) => first(begin, value, shadow)?.pick;
  const rest = compileSegments(segments.slice(tail));
  return (value, shadow) => {
    const source = first(begin, value, shadow);
    if (source === undefined || typeof source.value !== "object" || source.value === null) return undefined;
    const found: Json[] = [];
    const run: Run = { root: value, steps: 0 };
    rest(source.value, source.shadow, run, (item, beside) => {
      if (found.length >= maxResults) throw tooComplex(`the path has more than ${maxResults} results`);
      found.push(shadow === undefined ? item : (beside ?? null));
      return false;
    });
    return found;
  };
}

function first(walk: Walk, value: Json, shadow: Json | undefined) {
  let found: { value: Json; shadow: Json | undefined; pick: Json | undefined } | undefined;
  walk(value, shadow, { root: value, steps: 0 }, (item, beside) => {
    found = { value: item, shadow: beside, pick: shadow === undefined ? item : beside };
    return true;
  });
  return found;
}

const compileQuery = (query: JSONPathQuery): Walk => compileSegments(query.segments);

function compileSegments(segments: readonly Segment[]): Walk {
  let walk: Walk = (value, shadow, _run, emit) => emit(value, shadow);
  for (const segment of segments.toReversed()) walk = compileSegment(segment, walk);
  return walk;
}

function compileSegment(segment: Segment, next: Walk): Walk {
  const walks = segment.selectors.map((selector) => compileSelector(selector, next));
  const children: Walk = (value, shadow, run, emit) => walks.some((walk) => walk(value, shadow, run, emit));
  if (!isDescendant(segment)) return children;
  return (value, shadow, run, emit) =>
    eachDescendant(value, shadow, run, (item, beside) => children(item, beside, run, emit));
}

function compileSelector(selector: Selector, next: Walk): Walk {
  if (selector instanceof selectors.NameSelector) {
    const { name } = selector;
    return (value, shadow, run, emit) => {
      spend(run, 1);
      if (!isObject(value) || !Object.hasOwn(value, name)) return false;
      return next(value[name] as Json, shadowChild(shadow, name), run, emit);
    };
  }
  if (selector instanceof selectors.IndexSelector) {
    const { index } = selector;
    return (value, shadow, run, emit) => {
      spend(run, 1);
      if (!Array.isArray(value)) return false;
      const at = index < 0 ? value.length + index : index;
      return at in value && next(value[at] as Json, shadowChild(shadow, at), run, emit);
    };
  }
  if (selector instanceof selectors.WildcardSelector) return compileWildcard(next, () => true);
  if (selector instanceof selectors.FilterSelector) {
    return compileWildcard(next, compileTest(selector.expression, compileQuery));
  }
  if (selector instanceof selectors.SliceSelector) return compileSlice(selector, next);
  throw new Error("json-p3 knows a selector that we do not");
}

function compileWildcard(next: Walk, test: (value: Json, run: Run) => boolean): Walk {
  return (value, shadow, run, emit) =>
    eachChild(value, shadow, (child, beside) => {
      spend(run, 1);
      return test(child, run) && next(child, beside, run, emit);
    });
}

/** RFC 9535, 2.3.4.2.2. */
function compileSlice(slice: InstanceType<typeof selectors.SliceSelector>, next: Walk): Walk {
  const step = slice.step ?? 1;
  return (value, shadow, run, emit) => {
    spend(run, 1);
    if (!Array.isArray(value) || step === 0) return false;
    const { length } = value;
    const from = clamp(slice.start ?? (step > 0 ? 0 : length - 1), length, step);
    const to = slice.stop === undefined ? (step > 0 ? length : -1) : clamp(slice.stop, length, step);
    for (let at = from; step > 0 ? at < to : at > to; at += step) {
      if (next(value[at] as Json, shadowChild(shadow, at), run, emit)) return true;
    }
    return false;
  };
}

function clamp(bound: number, length: number, step: number): number {
  const at = bound < 0 ? length + bound : bound;
  return step > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1);
}

function isSingular(segment: Segment): boolean {
  const [only] = segment.selectors;
  return (
    !isDescendant(segment) &&
    segment.selectors.length === 1 &&
    (only instanceof selectors.NameSelector || only instanceof selectors.IndexSelector)
  );
}

/** json-p3 exports no class for the two kinds of segment; it writes a descendant one with two dots. */
function isDescendant(segment: Segment): boolean {
  return segment.toString({ form: "canonical" }).startsWith("..");
}
