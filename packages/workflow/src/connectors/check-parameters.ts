import type { Json, JsonObject } from "../node-contract/json.ts";
import type { ConnectorOperation, OperationParameter } from "./connector.ts";
import { parameterValue } from "./parameter-values.ts";
import { readUrl } from "./url-places.ts";

/** What does not fit an operation any more: its method or URL as a whole, or one parameter. */
export type ParameterIssue =
  | { readonly code: "other-method" | "other-url" }
  | { readonly code: "missing" | "not-listed" | "not-of-type"; readonly parameter: OperationParameter };

/** What a config lacks to be a call of this operation. A value with a template in it is taken to be right. */
export function checkParameters(config: JsonObject, operation: ConnectorOperation): ParameterIssue[] {
  const issues: ParameterIssue[] = [];
  if ((config.method ?? "GET") !== operation.method) issues.push({ code: "other-method" });
  const fits = typeof config.url === "string" && readUrl(operation.path, config.url) !== null;
  if (!fits) issues.push({ code: "other-url" });
  for (const parameter of operation.parameters) {
    if (parameter.in === "path" && !fits) continue;
    const code = issueOf(parameterValue(config, operation, parameter), parameter, config);
    if (code !== undefined) issues.push({ code, parameter });
  }
  return issues;
}

function issueOf(
  value: Json | undefined,
  parameter: OperationParameter,
  config: JsonObject,
): "missing" | "not-listed" | "not-of-type" | undefined {
  // A body that is one template is whatever comes of it.
  if (parameter.in === "body" && isTemplate(config.body)) return undefined;
  if (value === undefined || value === "") return parameter.required ? "missing" : undefined;
  if (isTemplate(value)) return undefined;
  if (parameter.values) {
    return parameter.values.some((one) => String(one) === String(value)) ? undefined : "not-listed";
  }
  return isOfType(value, parameter) ? undefined : "not-of-type";
}

function isTemplate(value: Json | undefined): boolean {
  return typeof value === "string" && value.includes("{{");
}

function isOfType(value: Json, { type, in: place }: OperationParameter): boolean {
  if (place !== "body") return type === "any" || typeof value !== "string" || textFits(value, type);
  switch (type) {
    case "any":
      return true;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** Whether a text, as a path, query, header or form has it, can be read as the type. */
function textFits(text: string, type: OperationParameter["type"]): boolean {
  switch (type) {
    case "integer":
      return /^-?\d+$/.test(text);
    case "number":
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);
    case "boolean":
      return text === "true" || text === "false";
    default:
      return true;
  }
}
