import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Language, NodeTypes } from "@sluice/workflow/node-contract";
import { hasPortRows } from "./card-size.ts";
import { ownField } from "./own-field.ts";
import { portsOf } from "./ports.ts";

/**
 * What a node's card shows beside an exit; undefined where it shows nothing: at the trigger, and at the only `out` of a
 * node. Of a node that is not there the exit is called by its port.
 */
export function exitLabel(given: {
  nodes: WorkflowDocument["nodes"];
  from: string;
  port: string;
  types: NodeTypes;
  language: Language;
}): string | undefined {
  const { nodes, from, port, types, language } = given;
  const node = ownField(nodes, from);
  if (!node) return port === "out" ? undefined : port;
  const ports = portsOf({ node, types, language, used: [port] });
  return hasPortRows(ports) ? ports.find((one) => one.port === port)?.label : undefined;
}
