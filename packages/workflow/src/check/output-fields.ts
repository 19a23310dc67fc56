import { z } from "zod";
import type { WorkflowNode } from "../document/schema.ts";
import type { NodeDefinition, NodeTypes } from "../node-contract/define-node.ts";
import { finding } from "./finding.ts";
import { type Check, named } from "./given.ts";
import { lineOf } from "./script-line.ts";

type Path = readonly (string | number)[];

/**
 * Readings of a field that the output of a step cannot have: its type declares all that there is. A default behind `??`
 * makes them no better, as nothing but the default is ever there.
 */
export const outputFields: Check = ({ document, types, texts }) =>
  texts.flatMap((place) => {
    const seen = new Set<string>();
    return place.references.flatMap((reference) => {
      const [root, step, ...path] = reference.path;
      if (root !== "steps" || typeof step !== "string" || !Object.hasOwn(document.nodes, step)) return [];
      const node = document.nodes[step];
      const gone = node && unknownField(node, types, path);
      if (!gone || (place.script && String(path[gone.at]) in {})) return [];
      const read = ["steps", step, ...path.slice(0, gone.at + 1)].join(".");
      if (seen.has(read)) return [];
      seen.add(read);
      const line = place.script ? lineOf(place.text, reference.from) : undefined;
      return [
        finding("unknown-output-field", place.at, {
          ...named({ document, types }, { step }),
          field: String(path[gone.at]),
          read: line === undefined ? read : `${read} (line ${line})`,
          read_fr: line === undefined ? read : `${read} (ligne ${line})`,
          known: gone.known.join(", ") || "–",
        }),
      ];
    });
  });

interface Gone {
  /** Index in the path. */
  readonly at: number;
  /** What there is instead. */
  readonly known: readonly string[];
}

/** The first key of a path into a node's output that is surely not there; undefined: it may be, or it cannot be told. */
function unknownField(node: WorkflowNode, types: NodeTypes, path: Path): Gone | undefined {
  const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
  // A disabled node hands its input on; one whose failure goes on has the error as its output.
  if (!definition || node.disabled || path.length === 0) return undefined;
  if ((node.onError ?? "stop") !== "stop" && path[0] === "error") return undefined;
  return missingIn(outputSchemaOf(node, definition), path);
}

const schemas = new WeakMap<WorkflowNode, { definition: NodeDefinition; schema: z.ZodType }>();

/** Made once while a node stays: it is asked for at every reading, at every edit. */
function outputSchemaOf(node: WorkflowNode, definition: NodeDefinition): z.ZodType {
  if (!definition.outputOf) return definition.output;
  const known = schemas.get(node);
  if (known?.definition === definition) return known.schema;
  const schema = definition.outputOf(node.config);
  schemas.set(node, { definition, schema });
  return schema;
}

function missingIn(schema: z.ZodType, path: Path): Gone | undefined {
  let here = alternativesOf(schema);
  for (const [at, key] of path.entries()) {
    const known: string[] = [];
    const next: z.ZodType[] = [];
    for (const one of here) {
      if (one instanceof z.ZodNull) continue;
      if (one instanceof z.ZodArray && typeof key === "number") {
        next.push(...alternativesOf(one.element as z.ZodType));
        continue;
      }
      if (!(one instanceof z.ZodObject)) return undefined;
      const shape: Readonly<Record<string, z.ZodType>> = one.shape;
      const inside = Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (inside) next.push(...alternativesOf(inside));
      else if (one.def.catchall instanceof z.ZodNever) known.push(...Object.keys(shape));
      else return undefined;
    }
    if (next.length === 0) return here.some((one) => one instanceof z.ZodObject) ? { at, known } : undefined;
    here = next;
  }
  return undefined;
}

/** What a value may be, without the wrappers that say that it may be left out. */
function alternativesOf(schema: z.ZodType): readonly z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly)
    return alternativesOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodNullable) return alternativesOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion)
    return (schema.options as readonly z.ZodType[]).flatMap((one) => alternativesOf(one));
  return [schema];
}
