import type { NodeDefinition } from "../node-contract/define-node.ts";
import { type ConfigIssue, configIssues } from "../node-contract/form/config-issues.ts";
import type { JsonObject } from "../node-contract/json.ts";
import { answerHeaderFindings, redirectStatusFindings } from "./answer-findings.ts";
import { type Finding, finding } from "./finding.ts";
import { type Check, named } from "./given.ts";

export const configs: Check = ({ document, types }) =>
  Object.entries(document.nodes).flatMap(([key, node]): Finding[] => {
    const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
    if (definition === undefined) return [];
    const place = ["nodes", key, "config"];
    const names = named({ document, types }, { node: key });
    const issues = issuesOf(definition, node.config).map((issue) => {
      const at = [...place, ...issue.at];
      if (issue.kind === "unknown") return finding("unknown-field", at, { field: issue.at.join(".") });
      const code = issue.kind === "missing" ? "missing-config" : "invalid-config";
      return finding(code, at, { ...names, field: issue.at.join("."), detail: issue.message });
    });
    return definition.answers === undefined
      ? issues
      : [
          ...issues,
          ...answerHeaderFindings(node.config, place),
          ...redirectStatusFindings(node.config, place, names),
        ];
  });

const known = new WeakMap<JsonObject, { definition: NodeDefinition; issues: readonly ConfigIssue[] }>();

/** The issues of a config, remembered while it stays: the editor checks at every edit, which changes one of hundreds. */
function issuesOf(definition: NodeDefinition, config: JsonObject): readonly ConfigIssue[] {
  const remembered = known.get(config);
  if (remembered?.definition === definition) return remembered.issues;
  const issues = configIssues(definition, config);
  known.set(config, { definition, issues });
  return issues;
}
