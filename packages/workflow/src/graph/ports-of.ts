import type { WorkflowNode } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import type { Text } from "../node-contract/texts.ts";

/** An exit as it is drawn. The label is the builder's own text, or one in every language. */
export interface NodePort {
  readonly port: string;
  readonly label: string | Text;
}

const errorPort: NodePort = { port: "error", label: { en: "error", fr: "erreur" } };

/**
 * The exits of a node in the order they are drawn: those its config names, those of its type that it has, and `error`
 * where `onError` is `branch`. Undefined: the type is unknown, so that nothing can be said.
 */
export function portsOf(types: NodeTypes, node: WorkflowNode): NodePort[] | undefined {
  const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
  if (definition === undefined) return undefined;
  const named = definition.dynamicPorts?.(node.config) ?? [];
  const absent: readonly string[] = definition.absentPorts?.(node.config) ?? [];
  const ports = [
    ...named,
    ...Object.entries(definition.ports).flatMap(([port, label]) =>
      absent.includes(port) ? [] : [{ port, label }],
    ),
  ];
  // A `try` has that exit already.
  const adds = node.onError === "branch" && !ports.some(({ port }) => port === errorPort.port);
  return adds ? [...ports, errorPort] : ports;
}
