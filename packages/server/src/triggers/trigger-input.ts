import { type TriggerVariable, type WorkflowDocument, webhookTriggerSchema } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { type ContractDeviation, compileVariables } from "@sluice/workflow/variables";
import { callTriggerSchema, eventTriggerSchema } from "./trigger-config.ts";

/** What an execution is started with that no request came for. */
export interface TriggerInput {
  readonly trigger: JsonObject;
  readonly request: JsonObject;
  /** Required variables that the data does not hold, or holds in another type. */
  readonly violations: readonly ContractDeviation[];
}

/**
 * Takes a document's trigger variables from plain data, as if it were the body of a request without query and headers.
 * A trigger without variables (a schedule) has none.
 */
export function inputFrom({ trigger }: Pick<WorkflowDocument, "trigger">, body: Json): TriggerInput {
  const { values, violations } = compileVariables(variablesOf(trigger))({ body, query: {}, headers: {} });
  return { trigger: values, request: requestOf(body), violations };
}

/** `request` of the expressions where there was none. */
export function requestOf(body: Json): JsonObject {
  return { body, query: {}, headers: {}, method: "", url: "", ip: "" };
}

/** Violations as one sentence for people. */
export function describeViolations(violations: readonly ContractDeviation[]): string {
  return `${violations.map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`).join("; ")}.`;
}

function variablesOf({ type, config }: WorkflowDocument["trigger"]): readonly TriggerVariable[] {
  const schemas = { webhook: webhookTriggerSchema, event: eventTriggerSchema, call: callTriggerSchema };
  if (type !== "webhook" && type !== "event" && type !== "call") return [];
  const parsed = schemas[type].safeParse(config);
  return parsed.success ? parsed.data.variables : [];
}
