import type { WorkflowDocument } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { configParts } from "../node-contract/form/walk-config.ts";
import { finding } from "./finding.ts";
import type { Check } from "./given.ts";

export interface NamedWorkflow {
  readonly id: string;
  readonly at: readonly (string | number)[];
}

/** Other workflows that a document names: the one for its errors, and those that its nodes choose. */
export function workflowsNamed(document: WorkflowDocument, types: NodeTypes): NamedWorkflow[] {
  const { errorWorkflow } = document.settings ?? {};
  const chosen = Object.entries(document.nodes).flatMap(([key, node]) => {
    const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
    if (definition === undefined) return [];
    return configParts(definition, node.config).flatMap((part): NamedWorkflow[] => {
      if (part.holds !== "literal" || part.field?.control !== "workflow") return [];
      const { value } = part;
      return typeof value === "string" && value !== ""
        ? [{ id: value, at: ["nodes", key, "config", ...part.at] }]
        : [];
    });
  });
  return typeof errorWorkflow === "string"
    ? [{ id: errorWorkflow, at: ["settings", "errorWorkflow"] }, ...chosen]
    : chosen;
}

/** The error workflow is started whatever its trigger; what a node calls must be made for it. */
export const otherWorkflows: Check = ({ document, types, workflowId, otherWorkflow }) =>
  workflowsNamed(document, types).flatMap(({ id, at }) => {
    const isNode = at[0] === "nodes";
    if (!isNode && id === workflowId) return [finding("error-workflow-itself", at)];
    if (otherWorkflow === undefined) return [];
    const other = otherWorkflow(id);
    if (other === undefined) return [finding("unknown-workflow", at, { workflow: id })];
    return isNode && other.trigger !== "call" ? [finding("not-callable", at, { workflow: other.name })] : [];
  });
