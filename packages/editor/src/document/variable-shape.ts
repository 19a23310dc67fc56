import type { Json } from "@sluice/workflow/node-contract";
import { z } from "zod";

/** A name that an expression can read, with what stands below it. */
export interface Variable {
  /** What an expression writes: `trigger.amount`. */
  readonly expression: string;
  /** The last part of it. */
  readonly name: string;
  /** What people call it. */
  readonly alias?: string;
  readonly type?: string;
  /** Value in the data at hand. */
  readonly example?: Json;
  /** It may not be there: declared as not required, or of a step on a branch that may not be taken. */
  readonly missing?: true;
  readonly children: readonly Variable[];
}

/** The part of JSON Schema that says which fields there are. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** Deepest level that is listed below a root: deeper fields are found by writing on. */
const deepest = 6;
const longestList = 200;

/** What is declared and what the data at hand holds of one place. */
export interface Shape {
  readonly schema?: JsonSchema | undefined;
  readonly value?: Json | undefined;
}

const schemasKnown = new WeakMap<z.ZodType, JsonSchema>();

/** The shape of what a zod schema gives out. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = schemasKnown.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as JsonSchema;
  schemasKnown.set(schema, made);
  return made;
}

/** Type and example of a place, as far as they are known. */
export function factsOf({ schema, value }: Shape): Pick<Variable, "type" | "example"> {
  const declared = typeof schema?.type === "string" ? schema.type : undefined;
  const type = declared ?? (value === undefined ? undefined : kindOfValue(value));
  return {
    ...(type === undefined ? {} : { type }),
    ...(value === undefined ? {} : { example: value }),
  };
}

/** What stands below a place: the declared fields, then those that only the data has. */
export function childrenOf(expression: string, shape: Shape, depth = 1): readonly Variable[] {
  return below(expression, shape, { depth, root: shape.schema ?? {} });
}

function below(
  expression: string,
  { schema: given, value }: Shape,
  { depth, root }: { depth: number; root: JsonSchema },
): readonly Variable[] {
  if (depth > deepest) return [];
  const schema = resolved(given, root);
  const child = (path: string, name: string, shape: Shape, missing: boolean): Variable => {
    const part = { ...shape, schema: resolved(shape.schema, root) };
    return {
      ...{ expression: path, name, ...factsOf(part) },
      ...(missing ? { missing: true as const } : {}),
      children: below(path, part, { depth: depth + 1, root }),
    };
  };
  // Of a list only the first element is shown: the others look alike.
  if (schema?.items || Array.isArray(value)) {
    const first = Array.isArray(value) ? value[0] : undefined;
    if (!schema?.items && first === undefined) return [];
    const shape = { schema: schema?.items, value: first };
    return [child(`${expression}[0]`, "[0]", shape, Array.isArray(value) && value.length === 0)];
  }
  const declared = schema?.properties ?? {};
  const held = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  const names = [...new Set([...Object.keys(declared), ...Object.keys(held)])].slice(0, longestList);
  return names.map((name) => {
    const own = Object.hasOwn(declared, name) ? declared[name] : undefined;
    const shape = { schema: own, value: Object.hasOwn(held, name) ? held[name] : undefined };
    const optional = own !== undefined && schema?.required?.includes(name) !== true;
    return child(member(expression, name), name, shape, optional);
  });
}

/** Follows a reference within the schema itself; one that leads elsewhere says nothing. */
function resolved(schema: JsonSchema | undefined, root: JsonSchema): JsonSchema | undefined {
  const name = /^#\/\$defs\/([^/]+)$/.exec(schema?.$ref ?? "")?.[1];
  return name === undefined ? schema : root.$defs?.[name];
}

/** The schema of a place that a plain path leads to: `order.customer`; undefined where none is declared. */
export function schemaAt(schema: JsonSchema | undefined, path: string): JsonSchema | undefined {
  if (!schema || !/^[\w$]+(\.[\w$]+)*$/.test(path)) return undefined;
  let at = resolved(schema, schema);
  for (const name of path.split(".")) {
    const { properties } = at ?? {};
    at = properties && Object.hasOwn(properties, name) ? resolved(properties[name], schema) : undefined;
  }
  return at && schema.$defs ? { ...at, $defs: schema.$defs } : at;
}

function member(expression: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${expression}.${name}` : `${expression}[${JSON.stringify(name)}]`;
}

function kindOfValue(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
