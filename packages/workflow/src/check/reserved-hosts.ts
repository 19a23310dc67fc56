import type { WorkflowNode } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { configParts } from "../node-contract/form/walk-config.ts";
import { type Finding, finding } from "./finding.ts";
import type { Check } from "./given.ts";

/** Names that RFC 2606 and RFC 6761 keep for examples: nobody answers there. */
const reserved = /(?:^|\.)(?:example\.(?:com|org|net)|example|invalid)\.?$/i;

/** The host of an address as far as it is written out. */
const host = /^\s*https?:\/\/(?:[^/?#@{}]*@)?([^/?#:{}]+)(?=[/?#:]|\s*$)/i;

const known = new WeakMap<WorkflowNode, { types: NodeTypes; findings: readonly Finding[]; key: string }>();

/** Addresses of a template or an example that nobody has filled in: requests go nowhere. */
export const reservedHosts: Check = ({ document, types }) =>
  Object.entries(document.nodes).flatMap(([key, node]) => {
    const remembered = known.get(node);
    if (remembered?.types === types && remembered.key === key) return [...remembered.findings];
    const findings = findingsOf(key, node, types);
    known.set(node, { types, findings, key });
    return [...findings];
  });

function findingsOf(key: string, node: WorkflowNode, types: NodeTypes): readonly Finding[] {
  const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
  if (definition?.effects !== "outside" || node.disabled) return [];
  return configParts(definition, node.config).flatMap((part) => {
    if (part.holds !== "template" || part.escape !== "url" || typeof part.value !== "string") return [];
    const [, name = ""] = host.exec(part.value) ?? [];
    if (!reserved.test(name)) return [];
    return [finding("reserved-host", ["nodes", key, "config", ...part.at], { host: name })];
  });
}
