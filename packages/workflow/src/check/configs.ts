import { configIssues } from "../node-contract/form/config-issues.ts";
import { answerHeaderFindings, redirectStatusFindings } from "./answer-findings.ts";
import { type Finding, finding } from "./finding.ts";
import { type Check, nameOf } from "./given.ts";

export const configs: Check = ({ document, types }) =>
  Object.entries(document.nodes).flatMap(([key, node]): Finding[] => {
    const definition = Object.hasOwn(types, node.type) ? types[node.type] : undefined;
    if (definition === undefined) return [];
    const place = ["nodes", key, "config"];
    const names = { node: nameOf(document, key) };
    const issues = configIssues(definition, node.config).map((issue) => {
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
