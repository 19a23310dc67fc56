import type { Json } from "../node-contract/json.ts";
import { formatPath, type PathSegment } from "../variables/path.ts";
import { kindOf } from "../variables/typing.ts";
import { maxNesting, maxSteps, maxViolations } from "./limits.ts";
import { type Phrase, wordsOf } from "./phrases.ts";
import type { ReadSchema } from "./read-schema.ts";
import { shortWords } from "./words.ts";

/** What a value is not. Words of the schema and of kinds, never the value itself. */
export interface SchemaViolation {
  /** `items[0].sku`; `$` is the whole value. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** A place in the value. */
export interface Place {
  readonly around: Place | undefined;
  readonly segment: PathSegment;
  /** How far down it lies; the whole value is at 0. */
  readonly depth: number;
}

/** A violation before its place is written down: most of those that alternatives make are never told. */
export interface Found {
  readonly at: Place | undefined;
  readonly expected: Phrase;
  readonly got: Phrase;
}

/** Which keys and elements of one value some schema has looked at. */
export interface Marks {
  readonly keys: Set<string>;
  readonly elements: Set<number>;
  /** Elements before this one, all of them. */
  first: number;
}

export const newMarks = (): Marks => ({ keys: new Set(), elements: new Set(), first: 0 });

/** One schema for one value. `marks`: where to note what was looked at, when somebody will ask. */
export interface Given {
  readonly value: Json;
  readonly at: Place | undefined;
  readonly marks: Marks | undefined;
}

/** Whether a value meets a schema; what it does not meet is told to the evaluation. */
export type CheckValue = (evaluation: Evaluation, schema: Json, given: Given) => boolean;

/** The value, or the schema, is too much work. */
export class TooMuch extends Error {
  override readonly name = "TooMuch";
}

/** One check of one value: what it has cost so far, and what it has found. */
export class Evaluation {
  readonly schema: ReadSchema;
  /** Handed in: keywords hold schemas, and schemas hold keywords. */
  readonly #check: CheckValue;
  #found: Found[] = [];
  #steps = 0;
  #nesting = 0;

  constructor(schema: ReadSchema, check: CheckValue) {
    this.schema = schema;
    this.#check = check;
  }

  check(schema: Json, given: Given): boolean {
    return this.#check(this, schema, given);
  }

  get violations(): readonly SchemaViolation[] {
    return this.#found.map(({ at, expected, got }) => ({
      path: pathOf(at),
      expected: shortWords(wordsOf(expected)),
      got: wordsOf(got),
    }));
  }

  charge(steps: number): void {
    this.#steps += steps;
    if (this.#steps > maxSteps) throw new TooMuch();
  }

  /** Goes one schema deeper; `leave` comes back. */
  enter(): void {
    this.charge(4);
    this.#nesting += 1;
    if (this.#nesting > maxNesting) throw new TooMuch();
  }

  leave(): void {
    this.#nesting -= 1;
  }

  /** Always false, so that a check can end with it. */
  violate(
    at: Place | undefined,
    expected: Phrase,
    value: Json | undefined,
    got: Phrase = { code: "types", given: kindOf(value) },
  ): false {
    if (this.#found.length < maxViolations) this.#found.push({ at, expected, got });
    return false;
  }

  /** Checks without telling: what was found is the caller's to tell. */
  trial(check: () => boolean): { readonly ok: boolean; readonly found: readonly Found[] } {
    this.charge(10);
    const before = this.#found;
    const found: Found[] = [];
    this.#found = found;
    const ok = check();
    this.#found = before;
    return { ok, found };
  }

  tell(found: readonly Found[]): void {
    this.#found.push(...found.slice(0, maxViolations - this.#found.length));
  }
}

export function below(around: Place | undefined, step: string | number): Place {
  const segment: PathSegment =
    typeof step === "number" ? { kind: "index", index: step } : { kind: "key", name: step };
  return { around, segment, depth: depthOf(around) + 1 };
}

export function depthOf(at: Place | undefined): number {
  return at?.depth ?? 0;
}

function pathOf(at: Place | undefined): string {
  const segments: PathSegment[] = [];
  for (let place = at; place !== undefined; place = place.around) segments.push(place.segment);
  return segments.length === 0 ? "$" : shortWords(formatPath(segments.reverse()));
}

export function merge(into: Marks, from: Marks): void {
  for (const key of from.keys) into.keys.add(key);
  for (const element of from.elements) into.elements.add(element);
  into.first = Math.max(into.first, from.first);
}

/** Whether what was found lies deeper than the place itself. */
export function liesDeeper(found: readonly Found[], here: Place | undefined): boolean {
  return found.length > 0 && found.every(({ at }) => depthOf(at) > depthOf(here));
}
