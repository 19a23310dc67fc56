import { z } from "zod";
import { type FieldHint, fieldHints } from "../field-hints.ts";
import type { Json } from "../json.ts";

/** One node of the JSON Schema that zod makes of a config, with its hint lying flat among the keywords. */
export interface SchemaNode extends Partial<FieldHint> {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly default?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

/** The JSON Schema (2020-12) of what a builder writes into a config, hints included. */
export function schemaOfConfig(config: z.ZodType): SchemaNode {
  return z.toJSONSchema(config, {
    io: "input",
    metadata: fieldHints,
    unrepresentable: "any",
    // zod leaves the default out where the type is transformed on its way (a number that may come as text);
    // the form needs it all the same.
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type === "default") jsonSchema.default ??= def.defaultValue as Json;
    },
  }) as SchemaNode;
}

/** Follows `$ref`; keywords beside a reference win over those it points to. */
export function followReference(node: SchemaNode, root: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  const name = node.$ref === "#" ? undefined : node.$ref.replace("#/$defs/", "");
  const target = name === undefined ? root : root.$defs?.[name];
  const { $ref: _, ...own } = node;
  return { ...(target ? followReference(target, root) : {}), ...own };
}
