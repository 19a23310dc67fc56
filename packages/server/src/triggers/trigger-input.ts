import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { type ContractDeviation, variablesFromData } from "@sluice/workflow/variables";

/** What an execution is started with that no request came for. */
export interface TriggerInput {
  readonly trigger: JsonObject;
  readonly request: JsonObject;
  /** Required variables that the data does not hold, or holds in another type. */
  readonly violations: readonly ContractDeviation[];
}

/** Takes a document's trigger variables from plain data. */
export function inputFrom({ trigger }: Pick<WorkflowDocument, "trigger">, data: Json): TriggerInput {
  const { values, violations } = variablesFromData(trigger, data);
  return { trigger: values, request: requestOf(data), violations };
}

/** `request` of the expressions where there was none. */
export function requestOf(body: Json): JsonObject {
  return { body, query: {}, headers: {}, method: "", url: "", ip: "" };
}

/** Violations as one sentence for people. */
export function describeViolations(violations: readonly ContractDeviation[]): string {
  return `${violations.map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`).join("; ")}.`;
}
