import {
  scheduleTriggerSchema,
  type WorkflowDocument,
  webhookTriggerSchema,
} from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { compileVariables, variablesFromData } from "@sluice/workflow/variables";
import type { ExecutionInput } from "../stores/executions/store.ts";
import type { PersonRun } from "./engine.ts";
import { requestScope } from "./request-scope.ts";

/**
 * What a person runs a workflow on, as if it had been received, had happened or had come at `at` (milliseconds since 1970).
 * The contract is not enforced: what is missing is missing, and a draft whose trigger is half-written has no variables.
 */
export function personInput(
  document: WorkflowDocument,
  given: PersonRun["input"] & { readonly at: number },
): ExecutionInput {
  const { body = null, query = {}, headers = {}, at } = given;
  const pairs = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const request = requestScope({ method: "POST", url: "", address: "", headers: pairs }, body, { query });
  const { trigger } = document;
  if (trigger.type === "schedule") {
    const { success, data } = scheduleTriggerSchema.safeParse(trigger.config);
    const timeZone = success ? data.timeZone : "UTC";
    return { request, trigger: { scheduledAt: new Date(at).toISOString(), timeZone, missed: false } };
  }
  if (trigger.type === "event" || trigger.type === "call") {
    return { request, trigger: variablesFromData(trigger, body).values };
  }
  const { success, data } = webhookTriggerSchema.safeParse(trigger.config);
  const variables = compileVariables(success ? data.variables : []);
  const { values } = variables({ body, query, headers: request.headers as JsonObject });
  return { request, trigger: values };
}
