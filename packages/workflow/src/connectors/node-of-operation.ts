import type { Json, JsonObject } from "../node-contract/json.ts";
import { keyFromPath } from "../variables/keys.ts";
import type { ConnectorContent, ConnectorOperation, OperationParameter } from "./connector.ts";
import { withParameter } from "./parameter-values.ts";

export interface OfConnector {
  readonly id: string;
  readonly baseUrl: ConnectorContent["baseUrl"];
}

/**
 * The `http` node that an operation is: everything it must be given is there, as what the document says it starts with or else as
 * a trigger variable of the parameter's name, for the builder to change.
 */
export function nodeOfOperation(
  connector: OfConnector,
  operation: ConnectorOperation,
): { type: "http"; name: string; config: JsonObject } {
  const start: JsonObject = {
    operation: { connector: connector.id, operation: operation.id },
    method: operation.method,
    url: urlOfOperation(connector, operation),
    ...(operation.bodyKind === "none" ? {} : { bodyKind: operation.bodyKind }),
    ...(operation.bodyKind === "json" || operation.bodyKind === "multipart" ? { body: {} } : {}),
  };
  const config = operation.parameters
    .filter(({ required }) => required)
    .reduce(
      (made, parameter) => withParameter(made, operation, { parameter, value: firstValue(parameter) }),
      start,
    );
  return { type: "http", name: operation.summary, config };
}

/** The URL of an operation with nothing in the places of its path. */
export function urlOfOperation(connector: OfConnector, operation: ConnectorOperation): string {
  const base = (operation.baseUrl ?? connector.baseUrl).replace(/\/$/, "");
  return `${base}${operation.path.replace(/\{[^{}]*\}/g, "")}`;
}

function firstValue(parameter: OperationParameter): Json {
  const { start, in: place } = parameter;
  // Between texts, a list or an object is an expression: as a text it would be sent as one.
  const isWhole = typeof start === "object" && start !== null && (place === "query" || place === "form");
  if (isWhole) return `{{ ${JSON.stringify(start)} }}`;
  return start ?? `{{ trigger.${keyFromPath(pathOf(parameter.name), "body")} }}`;
}

/** Brackets and dots are parts of a name here, not steps of a path. */
function pathOf(name: string): string {
  return name.replace(/[^A-Za-z0-9_]+/g, "_");
}
