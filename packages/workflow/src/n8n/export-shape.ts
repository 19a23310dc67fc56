import { z } from "zod";

/** A node as n8n exports it; what it does not need here is left out. */
const nodeSchema = z.object({
  name: z.string().min(1),
  type: z.string().min(1),
  typeVersion: z.number().default(1),
  position: z.tuple([z.number(), z.number()]).default([0, 0]),
  parameters: z.record(z.string(), z.json()).default({}),
  credentials: z.record(z.string(), z.json()).optional(),
  disabled: z.boolean().optional(),
  notes: z.string().optional(),
  retryOnFail: z.boolean().optional(),
  maxTries: z.number().optional(),
  waitBetweenTries: z.number().optional(),
  continueOnFail: z.boolean().optional(),
  onError: z.string().optional(),
});

const targetSchema = z.object({
  node: z.string(),
  type: z.string().default("main"),
  index: z.number().default(0),
});

/** Of each node and each kind of exit, per exit, where it leads. */
const connectionsSchema = z.record(
  z.string(),
  z.record(z.string(), z.array(z.array(targetSchema).nullable())),
);

export const exportSchema = z.object({
  name: z.string().default(""),
  // Connections and expressions call a node by its name.
  nodes: z.array(nodeSchema).max(5000).refine(haveOwnNames, "two have the same name"),
  connections: connectionsSchema,
  settings: z.record(z.string(), z.json()).default({}),
  pinData: z.record(z.string(), z.json()).nullish(),
});

export type N8nNode = z.infer<typeof nodeSchema>;
export type N8nExport = z.infer<typeof exportSchema>;

/** Whether JSON from outside is meant to be a workflow of n8n, well-formed or not. */
export function isN8nExport(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "connections" in value && "nodes" in value && Array.isArray(value.nodes);
}

function haveOwnNames(nodes: readonly N8nNode[]): boolean {
  const names = nodes.flatMap((node) => (kindOf(node) === "stickyNote" ? [] : [node.name]));
  return new Set(names).size === names.length;
}

/** The name of a type without its package: `httpRequest`. Null: it is of another package than n8n's own nodes. */
export function kindOf({ type }: N8nNode): string | null {
  const [, kind = null] = /^n8n-nodes-base\.(\w+)$/.exec(type) ?? [];
  return kind;
}
