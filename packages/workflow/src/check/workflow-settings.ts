import { configParts } from "../node-contract/form/walk-config.ts";
import { type Finding, finding } from "./finding.ts";
import type { Check } from "./given.ts";

/** Other workflows that a document names, and a synchronous one that nobody waits for. */
export const otherWorkflows: Check = ({ document, types, workflowId, hasWorkflow }) => {
  const found: Finding[] = [];
  const unknown = (id: string, at: readonly (string | number)[]) => {
    if (hasWorkflow && !hasWorkflow(id)) found.push(finding("unknown-workflow", at, { workflow: id }));
  };
  const { errorWorkflow } = document.settings ?? {};
  if (typeof errorWorkflow === "string") {
    const at = ["settings", "errorWorkflow"];
    if (errorWorkflow === workflowId) found.push(finding("error-workflow-itself", at));
    else unknown(errorWorkflow, at);
  }
  for (const [key, node] of Object.entries(document.nodes)) {
    const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
    if (definition === undefined) continue;
    for (const part of configParts(definition, node.config)) {
      if (part.holds !== "literal" || part.field?.control !== "workflow") continue;
      if (typeof part.value === "string" && part.value !== "")
        unknown(part.value, ["nodes", key, "config", ...part.at]);
    }
  }
  return found;
};
