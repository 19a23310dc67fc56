import type { Json, JsonObject } from "../node-contract/json.ts";
import { isObject, keywordShapes, oldKeywords, schemasInPlace, subschemas, wrongShape } from "./keywords.ts";
import { maxSchemas } from "./limits.ts";
import { type SchemaPattern, schemaPattern } from "./pattern.ts";
import { type SchemaProblem, schemaProblem } from "./problems.ts";

type At = readonly (string | number)[];

/** A schema made ready: its patterns compiled and its references looked up, once. */
export interface ReadSchema {
  readonly root: Json;
  readonly patterns: ReadonlyMap<string, SchemaPattern>;
  /** By the text of the reference. */
  readonly references: ReadonlyMap<string, Json>;
  /** Some `unevaluated…` stands in it: what was evaluated has to be remembered. */
  readonly remembers: boolean;
  readonly problems: readonly SchemaProblem[];
}

const draft = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;
/** Problems that are told of one schema. */
const mostProblems = 20;

/**
 * Reads a JSON Schema 2020-12 whole and says everything that is wrong with it. One document is one resource: `$id` names
 * its root only, references stay inside, and a dynamic reference is a plain one there. Nothing is ever loaded.
 */
export function readSchema(root: Json): ReadSchema {
  const reader = new SchemaReader(root);
  reader.read();
  const { patterns, references, problems } = reader;
  return {
    ...{ root, patterns, references },
    remembers: reader.remembers,
    problems: problems.slice(0, mostProblems),
  };
}

class SchemaReader {
  readonly patterns = new Map<string, SchemaPattern>();
  readonly references = new Map<string, Json>();
  readonly problems: SchemaProblem[] = [];
  remembers = false;
  readonly #root: Json;
  readonly #seen = new Map<JsonObject, At>();
  readonly #anchors = new Map<string, JsonObject>();
  readonly #referring: { text: string; at: At }[] = [];

  constructor(root: Json) {
    this.#root = root;
  }

  read(): void {
    this.#walk(this.#root, []);
    // A reference may lead to a schema that stands in no keyword, and that one may refer further.
    for (const { text, at } of this.#referring) this.#resolve(text, at);
    if (this.#seen.size > maxSchemas) this.#tell("too-large", [], { limit: maxSchemas });
    else if (this.problems.length === 0) this.#refuseCircles();
  }

  #tell(code: Parameters<typeof schemaProblem>[0], at: At, values: Record<string, string | number> = {}) {
    this.problems.push(schemaProblem(code, at, values));
  }

  #walk(start: Json, from: At): void {
    const open: { schema: Json; at: At }[] = [{ schema: start, at: from }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { schema, at } = next;
      if (typeof schema === "boolean") continue;
      if (!isObject(schema)) {
        this.#tell("not-a-schema", at);
        continue;
      }
      if (this.#seen.has(schema)) continue;
      this.#seen.set(schema, at);
      if (this.#seen.size > maxSchemas) return;
      const inner = Object.keys(schema).flatMap((keyword) => this.#keyword(schema, keyword, at));
      open.push(...inner.reverse());
    }
  }

  /** Looks one keyword over; answers the schemas that stand in it. */
  #keyword(schema: JsonObject, keyword: string, at: At): { schema: Json; at: At }[] {
    const value = schema[keyword];
    if (Object.hasOwn(oldKeywords, keyword)) {
      this.#tell("old-keyword", at, { keyword, instead: oldKeywords[keyword] ?? "" });
      return [];
    }
    const shape = Object.hasOwn(keywordShapes, keyword) ? keywordShapes[keyword] : undefined;
    if (shape === undefined || value === undefined) return [];
    const wrong = wrongShape(shape, value);
    if (wrong) {
      this.#tell("wrong-value", at, { keyword, wanted: wrong.en, wanted_fr: wrong.fr });
      return [];
    }
    if (typeof value === "string") this.#text(schema, { keyword, value, at });
    if (keyword === "patternProperties" && isObject(value)) {
      for (const name of Object.keys(value)) this.#pattern(name, at);
    }
    if (keyword.startsWith("unevaluated")) this.remembers = true;
    return subschemas(schema, keyword).map((inner) => ({ schema: inner.schema, at: [...at, ...inner.at] }));
  }

  #text(schema: JsonObject, { keyword, value, at }: { keyword: string; value: string; at: At }): void {
    if (keyword === "pattern") this.#pattern(value, at);
    else if (keyword === "$ref" || keyword === "$dynamicRef") this.#referring.push({ text: value, at });
    else if (keyword === "$anchor" || keyword === "$dynamicAnchor") this.#anchors.set(value, schema);
    else if (keyword === "$id" && at.length > 0) this.#tell("inner-id", at);
    else if (keyword === "$schema" && !draft.test(value)) this.#tell("other-draft", at, { value });
  }

  #pattern(source: string, at: At): void {
    if (this.patterns.has(source)) return;
    try {
      this.patterns.set(source, schemaPattern(source));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#tell("bad-pattern", at, { value: JSON.stringify(source.slice(0, 100)), detail });
    }
  }

  #resolve(text: string, at: At): void {
    if (this.references.has(text)) return;
    const id =
      isObject(this.#root) && typeof this.#root.$id === "string" ? this.#root.$id.replace(/#$/, "") : "";
    const mark = text.indexOf("#");
    const [base, fragment] = mark < 0 ? [text, ""] : [text.slice(0, mark), text.slice(mark + 1)];
    const value = JSON.stringify(text.slice(0, 100));
    if (base !== "" && base !== id) {
      this.#tell("remote-reference", at, { value });
      return;
    }
    const target = this.#target(fragment);
    if (target === undefined) {
      this.#tell("unknown-reference", at, { value });
      return;
    }
    this.references.set(text, target);
    this.#walk(target, pointerSteps(fragment) ?? [fragment]);
  }

  #target(fragment: string): Json | undefined {
    if (fragment === "") return this.#root;
    const steps = pointerSteps(fragment);
    if (steps === undefined) return this.#anchors.get(fragment);
    let at: Json | undefined = this.#root;
    for (const step of steps) {
      if (Array.isArray(at)) at = /^(?:0|[1-9]\d*)$/.test(step) ? at[Number(step)] : undefined;
      else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
    }
    return at;
  }

  /** A schema that leads back to itself for the same value would be checked for ever. */
  #refuseCircles(): void {
    const done = new Set<JsonObject>();
    for (const [start, at] of this.#seen) {
      if (done.has(start)) continue;
      const way = new Set<JsonObject>();
      const open: { schema: JsonObject; leaving: boolean }[] = [{ schema: start, leaving: false }];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const { schema, leaving } = next;
        if (leaving) {
          way.delete(schema);
          done.add(schema);
          continue;
        }
        if (way.has(schema)) {
          this.#tell("endless-reference", this.#seen.get(schema) ?? at);
          return;
        }
        if (done.has(schema)) continue;
        way.add(schema);
        open.push({ schema, leaving: true });
        for (const inner of this.#onTheSameValue(schema)) open.push({ schema: inner, leaving: false });
      }
    }
  }

  #onTheSameValue(schema: JsonObject): JsonObject[] {
    const referred = [schema.$ref, schema.$dynamicRef].flatMap((text) => {
      const target = typeof text === "string" ? this.references.get(text) : undefined;
      return target === undefined ? [] : [target];
    });
    return [...referred, ...schemasInPlace(schema)].filter(isObject);
  }
}

/** The steps of a JSON pointer in a fragment; undefined: it is no pointer. */
function pointerSteps(fragment: string): string[] | undefined {
  if (!fragment.startsWith("/")) return undefined;
  let text = fragment;
  try {
    text = decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
  return text
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
