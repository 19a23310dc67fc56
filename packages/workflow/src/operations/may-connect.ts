import type { WorkflowDocument } from "../document/schema.ts";
import { graphOf, scopeOf } from "../graph/graph.ts";
import { portsOf } from "../graph/ports-of.ts";
import { reachableFrom } from "../graph/reach.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { type EdgeReference, sameEdge } from "./edges.ts";

export type ConnectRefusal =
  | "unknown-node"
  | "unknown-port"
  | "into-trigger"
  | "itself"
  | "exists"
  | "cycle"
  | "across-container";

/** Whether an edge may be drawn, asked by every gesture before it draws one. */
export function mayConnect(
  document: WorkflowDocument,
  types: NodeTypes,
  edge: EdgeReference,
): { allowed: true } | { allowed: false; reason: ConnectRefusal } {
  const reason = refusalOf(document, types, edge);
  return reason === undefined ? { allowed: true } : { allowed: false, reason };
}

function refusalOf(
  document: WorkflowDocument,
  types: NodeTypes,
  edge: EdgeReference,
): ConnectRefusal | undefined {
  const { from, to, port = "out" } = edge;
  if (to === "trigger") return "into-trigger";
  const nodeAt = (key: string) => (Object.hasOwn(document.nodes, key) ? document.nodes[key] : undefined);
  const target = nodeAt(to);
  const source = nodeAt(from);
  if (target === undefined || (from !== "trigger" && source === undefined)) return "unknown-node";
  if (from === to) return "itself";
  const ports = source === undefined ? [{ port: "out" }] : portsOf(types, source);
  if (ports !== undefined && !ports.some((exit) => exit.port === port)) return "unknown-port";
  if (document.edges.some((existing) => sameEdge(existing, edge))) return "exists";
  if (scopeOf(document, from) !== scopeOf(document, to)) return "across-container";
  if (reachableFrom(graphOf(document), to).has(from)) return "cycle";
  return undefined;
}
