import type { Json, JsonObject } from "../node-contract/json.ts";
import { compileSchema } from "./compile-schema.ts";
import { isObject } from "./keywords.ts";
import { readSchema } from "./read-schema.ts";

const deepest = 16;
/** Values that one example is made of at most: what a schema of many nested lists asks for grows without end. */
const mostValues = 2000;

const byFormat: Readonly<Record<string, string>> = {
  "date-time": "2026-01-31T09:00:00Z",
  date: "2026-01-31",
  time: "09:00:00Z",
  email: "ada@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/**
 * A value that meets a JSON Schema: what it gives as a value, a default or an example goes first, and every declared property
 * is there. Undefined: none was found that meets it, or the schema is none.
 */
export function exampleFromSchema(schema: Json): Json | undefined {
  const { problems, check } = compileSchema(schema);
  if (problems.length > 0) return undefined;
  const made = new ExampleMaker(readSchema(schema).references).make(schema, 0);
  return made !== undefined && check(made).length === 0 ? made : undefined;
}

class ExampleMaker {
  readonly #references: ReadonlyMap<string, Json>;
  #made = 0;

  constructor(references: ReadonlyMap<string, Json>) {
    this.#references = references;
  }

  make(given: Json, depth: number): Json | undefined {
    this.#made += 1;
    if (depth > deepest || this.#made > mostValues || given === false) return undefined;
    const schema = this.#resolved(given);
    const said = saidIn(schema);
    if (said !== undefined) return said;
    const [first] = [schema.anyOf, schema.oneOf].flatMap((several) =>
      Array.isArray(several) ? several : [],
    );
    if (first !== undefined) return this.make(first, depth + 1);
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    switch (type ?? (isObject(schema.properties) ? "object" : undefined)) {
      case "object":
        return this.#object(schema, depth);
      case "array":
        return this.#array(schema, depth);
      case "string":
        return textOf(schema);
      case "integer":
      case "number":
        return numberOf(schema);
      case "boolean":
        return true;
      case "null":
        return null;
      default:
        return {};
    }
  }

  /** What a reference names, and all that several schemas ask for together. */
  #resolved(given: Json): JsonObject {
    let schema = isObject(given) ? given : {};
    for (let hops = 0; hops < deepest && typeof schema.$ref === "string"; hops += 1) {
      const { $ref, ...beside } = schema;
      const named = this.#references.get(String($ref));
      schema = { ...(isObject(named) ? named : {}), ...beside };
    }
    const { allOf, ...own } = schema;
    if (!Array.isArray(allOf)) return own;
    return allOf.reduce<JsonObject>((sum, part) => {
      const one = isObject(part) && typeof part.$ref === "string" ? this.#references.get(part.$ref) : part;
      return isObject(one) ? together(sum, one) : sum;
    }, own);
  }

  #object({ properties, required }: JsonObject, depth: number): JsonObject {
    const declared = isObject(properties) ? Object.entries(properties) : [];
    const entries = declared.flatMap(([name, schema]) => {
      const value = this.make(schema, depth + 1);
      return value === undefined ? [] : [[name, value] as const];
    });
    const also = Array.isArray(required) ? required : [];
    const missing = also.flatMap((name) =>
      typeof name === "string" && !declared.some(([key]) => key === name) ? [[name, {}] as const] : [],
    );
    return Object.fromEntries([...entries, ...missing]);
  }

  #array({ items, minItems }: JsonObject, depth: number): Json[] {
    const item = items === undefined ? undefined : this.make(items, depth + 1);
    if (item === undefined) return [];
    const count = typeof minItems === "number" ? Math.min(Math.max(1, minItems), 20) : 1;
    return Array.from({ length: count }, () => item);
  }
}

function saidIn(schema: JsonObject): Json | undefined {
  const { enum: values, examples } = schema;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(examples) && examples[0] !== undefined) return examples[0];
  return Array.isArray(values) ? values[0] : undefined;
}

function together(one: JsonObject, other: JsonObject): JsonObject {
  const properties = [one, other].flatMap((each) => (isObject(each.properties) ? [each.properties] : []));
  const required = [one, other].flatMap((each) => (Array.isArray(each.required) ? each.required : []));
  return { ...other, ...one, properties: Object.assign({}, ...properties), required };
}

function textOf({ format, minLength, maxLength }: JsonObject): string {
  const text = (typeof format === "string" ? byFormat[format] : undefined) ?? "text";
  const padded = text.padEnd(typeof minLength === "number" ? Math.min(minLength, 1000) : 0, "x");
  return typeof maxLength === "number" ? padded.slice(0, maxLength) : padded;
}

/** 1 where it may be, else what is nearest to it. */
function numberOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonObject): number {
  const least = Math.max(numberIn(minimum, -Infinity), numberIn(exclusiveMinimum, -Infinity) + 1);
  const most = Math.min(numberIn(maximum, Infinity), numberIn(exclusiveMaximum, Infinity) - 1);
  return Math.min(most, Math.max(least, 1));
}

function numberIn(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
