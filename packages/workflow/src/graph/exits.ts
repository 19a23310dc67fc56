import type { WorkflowDocument, WorkflowEdge } from "../document/schema.ts";
import type { NodeDefinition, NodeTypes } from "../node-contract/define-node.ts";
import { edgesFrom, type Graph, triggerKey } from "./graph.ts";
import { portsOf } from "./ports-of.ts";

/** The edges that are taken together. None: the way ends here. */
export type Exit = readonly WorkflowEdge[];

/** The ways a visit of a node can go on, apart by whether it did what it is for. */
export interface Exits {
  readonly done: readonly Exit[];
  /** After a failure that the execution survives: through `error` (`branch`) or `out` (`continue`). */
  readonly failed: readonly Exit[];
}

interface Asked {
  readonly graph: Graph;
  readonly types: NodeTypes;
  readonly key: string;
}

/**
 * How a node can be left. A node that ends the execution has no exit; a port without edges is one that leads nowhere,
 * and so is the end of a Response that stops. A node of unknown type is taken to have the ports its edges name. Of a node
 * that takes several ports at once these are the fewest edges; `together` has the most.
 */
export function exitsApart(document: Pick<WorkflowDocument, "nodes">, { graph, types, key }: Asked): Exits {
  const edges = edgesFrom(graph, key);
  if (key === triggerKey) return { done: [edges], failed: [] };
  const node = document.nodes[key];
  if (node === undefined) return { done: [], failed: [] };
  const by = (port: string): Exit => edges.filter((edge) => (edge.port ?? "out") === port);
  const named = () => [...new Set(["out", ...edges.map((edge) => edge.port ?? "out")])];
  const { onError = "stop", ...calm } = node;
  const ports = portsOf(types, calm)?.map(({ port }) => port) ?? named();
  if (node.disabled) {
    // Its input goes through the first exit unchanged.
    const [first] = ports;
    return { done: [first === undefined ? [] : by(first)], failed: [] };
  }
  const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
  const stops = definition?.answers?.(node.config) === "stop";
  return {
    done: ports.map((port) => (stops && port === "out" ? [] : by(port))),
    failed: onError === "stop" || catches(definition) ? [] : [by(onError === "branch" ? "error" : "out")],
  };
}

/** The edges that a node takes at most, when it may leave by several exits at once; none: it leaves by one. */
export function together(
  document: Pick<WorkflowDocument, "nodes">,
  { graph, types, key }: Asked,
): readonly Exit[] {
  const node = document.nodes[key];
  const definition = node && Object.hasOwn(types, node.type) ? types[node.type] : undefined;
  if (node === undefined || node.disabled || !definition?.takesSeveral?.(node.config)) return [];
  const several = new Set((definition.dynamicPorts?.(node.config) ?? []).map(({ port }) => port));
  return [edgesFrom(graph, key).filter((edge) => several.has(edge.port ?? "out"))];
}

/** A container that runs its body once and has an exit for what fails in it: nothing of its own is left to fail. */
export function catches(definition: NodeDefinition | undefined): boolean {
  return definition?.container?.repeats === false && Object.hasOwn(definition.ports, "error");
}

/** All ways a visit of a node can go on, each the edges taken together. */
export function exitsOf(document: Pick<WorkflowDocument, "nodes">, asked: Asked): Exit[] {
  const { done, failed } = exitsApart(document, asked);
  return [...done, ...failed];
}
