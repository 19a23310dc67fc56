import { z } from "zod";
import { forbiddenNames, nodeKeySchema, nodeSchema, type WorkflowDocument } from "../document/schema.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { nodeOf, withNode } from "./node-keys.ts";
import { OperationError } from "./operation-error.ts";

/** Replaces the whole config of a node. */
export const setConfigSchema = z.strictObject({
  op: z.literal("set-config"),
  key: nodeKeySchema,
  config: nodeSchema.shape.config,
});

/** Sets one value in a config; without `value` it is taken away. Objects on the way are made when they are missing. */
export const setFieldSchema = z.strictObject({
  op: z.literal("set-field"),
  key: nodeKeySchema,
  path: z.array(z.union([z.string(), z.int().min(0)])).min(1),
  value: z.json().optional(),
});

export function setConfig(
  document: WorkflowDocument,
  { key, config }: z.infer<typeof setConfigSchema>,
): WorkflowDocument {
  return withNode(document, key, { ...nodeOf(document, key), config });
}

export function setField(
  document: WorkflowDocument,
  { key, path, value }: z.infer<typeof setFieldSchema>,
): WorkflowDocument {
  const node = nodeOf(document, key);
  const config = withValueAt(node.config, path, value) as JsonObject;
  return config === node.config ? document : withNode(document, key, { ...node, config });
}

/** A value with what stands at a path replaced (`undefined`: taken away). Shares all that did not change. */
function withValueAt(
  value: Json | undefined,
  path: readonly (string | number)[],
  set: Json | undefined,
): Json {
  const [step, ...rest] = path;
  if (step === undefined) return set ?? null;
  if (typeof step === "number") return inList(value ?? [], { step, rest, set });
  if (forbiddenNames.has(step)) throw new OperationError("bad-path", `"${step}" is not a field`);
  return inObject(value ?? {}, { step, rest, set });
}

interface Place<Step> {
  readonly step: Step;
  readonly rest: readonly (string | number)[];
  readonly set: Json | undefined;
}

function inList(list: Json, { step, rest, set }: Place<number>): Json {
  if (!Array.isArray(list) || step > list.length) {
    throw new OperationError("bad-path", `there is no element ${step} in the list`);
  }
  if (set === undefined && step === list.length) return list;
  if (rest.length === 0 && set === undefined) return list.toSpliced(step, 1);
  const inside = withValueAt(list[step], rest, set);
  return inside === list[step] ? list : step === list.length ? [...list, inside] : list.with(step, inside);
}

function inObject(object: Json, { step, rest, set }: Place<string>): Json {
  if (typeof object !== "object" || object === null || Array.isArray(object)) {
    throw new OperationError("bad-path", `there is no field "${step}" in a value that is not an object`);
  }
  const before = Object.hasOwn(object, step) ? object[step] : undefined;
  if (set === undefined && before === undefined) return object;
  if (rest.length === 0 && set === undefined) {
    const { [step]: _gone, ...others } = object;
    return others;
  }
  const inside = withValueAt(before, rest, set);
  return inside === before ? object : { ...object, [step]: inside };
}
