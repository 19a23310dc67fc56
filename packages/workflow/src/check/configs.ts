import { invalidHeaderName } from "../document/answer-headers.ts";
import { configIssues } from "../node-contract/form/config-issues.ts";
import type { Json } from "../node-contract/json.ts";
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
      : [...issues, ...headerFindings(node.config.headers, [...place, "headers"])];
  });

/** Names that no answer may carry; a name that holds a template is judged when it is known. */
export function headerFindings(headers: Json | undefined, at: readonly (string | number)[]): Finding[] {
  if (!Array.isArray(headers)) return [];
  return headers.flatMap((header, index) => {
    if (typeof header !== "object" || header === null || Array.isArray(header)) return [];
    const { name } = header;
    if (typeof name !== "string" || name === "" || name.includes("{{")) return [];
    const detail = invalidHeaderName(name);
    return detail === undefined
      ? []
      : [finding("invalid-header", [...at, index, "name"], { header: name, detail })];
  });
}
