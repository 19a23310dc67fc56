import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json, JsonObject, NodeTypes } from "@sluice/workflow/node-contract";
import type { Operation } from "@sluice/workflow/operations";
import { z } from "zod";
import { definitionOf, portsOf } from "./ports.ts";
import { portOf } from "./selection.ts";

/**
 * Another config for a node, with what hangs on names in it: the edges of an exit that has another name now, and the readings
 * of a field of the output that has. `before` is the document as it was when this typing began: half a name on the way
 * is nothing that edges could follow, and they must be found again behind it.
 */
export function configEdit(given: {
  document: WorkflowDocument;
  before: WorkflowDocument;
  types: NodeTypes;
  key: string;
  config: JsonObject;
}): readonly Operation[] {
  return [
    { op: "set-config", key: given.key, config: given.config },
    ...carriedEdges(given),
    ...followedField(given),
  ];
}

type Given = Parameters<typeof configEdit>[0];

function carriedEdges({ document, before, types, key, config }: Given): readonly Operation[] {
  const node = document.nodes[key];
  const first = Object.hasOwn(before.nodes, key) ? before.nodes[key] : undefined;
  if (!node || !first || !definitionOf(types, node.type)?.dynamicPorts) return [];
  const portsWith = (one: typeof node) =>
    portsOf({ node: one, types, language: "en" }).map(({ port }) => port);
  const now = portsWith({ ...node, config });
  const to = newName(portsWith(first), now);
  if (to === undefined) return [];
  // Those that led nowhere before belong to another exit that is gone.
  const lost = new Set(before.edges.flatMap((edge) => (edge.from === key ? [portOf(edge)] : [])));
  for (const port of portsWith(first)) lost.delete(port);
  return document.edges.flatMap((edge): Operation[] => {
    const port = portOf(edge);
    if (edge.from !== key || now.includes(port) || lost.has(port)) return [];
    const there = document.edges.some(
      (other) => other.from === key && other.to === edge.to && portOf(other) === to,
    );
    const old = { from: key, port, to: edge.to };
    return [
      there
        ? { op: "disconnect", edges: [old] }
        : { op: "reconnect", edge: old, now: { from: key, port: to, to: edge.to } },
    ];
  });
}

/** The one name of a list that stands where another was; undefined: nothing was renamed, or not that alone. */
function newName(before: readonly string[], after: readonly string[]): string | undefined {
  if (before.length !== after.length || new Set(after).size !== after.length) return undefined;
  const changed = after.filter((name, index) => name !== before[index]);
  const [to] = changed;
  return changed.length === 1 && to !== undefined && !before.includes(to) ? to : undefined;
}

/** A name of a map of the config that is the name of a field of the output as well. */
function followedField({ document, types, key, config }: Given): readonly Operation[] {
  const node = document.nodes[key];
  const definition = node && definitionOf(types, node.type);
  if (!node || !definition?.outputOf) return [];
  const renamed = Object.keys(config).flatMap((field) => nameInMap(node.config[field], config[field]) ?? []);
  const [only] = renamed;
  if (renamed.length !== 1 || only === undefined) return [];
  const was = fieldsOf(definition.outputOf(node.config));
  const is = fieldsOf(definition.outputOf(config));
  const moved = was.includes(only.from) && !is.includes(only.from) && is.includes(only.to);
  return moved ? [{ op: "rename-output", key, ...only }] : [];
}

function nameInMap(
  before: Json | undefined,
  after: Json | undefined,
): { from: string; to: string } | undefined {
  if (before === after || !isObject(before) || !isObject(after)) return undefined;
  const [was, is] = [Object.entries(before), Object.entries(after)];
  const to = newName(
    was.map(([name]) => name),
    is.map(([name]) => name),
  );
  const at = is.findIndex(([name]) => name === to);
  const from = was[at]?.[0];
  const sameValues = is.every(([, value], index) => value === was[index]?.[1]);
  return to !== undefined && from !== undefined && sameValues ? { from, to } : undefined;
}

function fieldsOf(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
