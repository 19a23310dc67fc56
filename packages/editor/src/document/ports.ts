import type { WorkflowNode } from "@sluice/workflow/document";
import { portsOf as exitsOf } from "@sluice/workflow/graph";
import type { Language, NodeDefinition, NodeTypes, PortLabel } from "@sluice/workflow/node-contract";

/** The definition of a node's type; undefined for a type that this version does not know. */
export function definitionOf(types: NodeTypes, type: string): NodeDefinition | undefined {
  return Object.hasOwn(types, type) ? types[type] : undefined;
}

/**
 * The exits of a node in the order they are drawn, with the labels they show. A node of an unknown type keeps
 * the exits that its edges name (`used`), so that nothing drawn disappears.
 */
export function portsOf(given: {
  node: WorkflowNode;
  types: NodeTypes;
  language: Language;
  /** Ports that edges leave by. */
  used?: readonly string[];
}): readonly PortLabel[] {
  const { node, types, language, used = [] } = given;
  const ports = (exitsOf(types, node) ?? []).map(({ port, label }) => ({
    port,
    label: typeof label === "string" ? label : label[language],
  }));
  const known = new Set(ports.map(({ port }) => port));
  const missing = [...new Set(used)].filter((port) => !known.has(port));
  return [...ports, ...missing.map((port) => ({ port, label: port }))];
}
