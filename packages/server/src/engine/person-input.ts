import { type WorkflowDocument, webhookTriggerSchema } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { compileVariables } from "@sluice/workflow/variables";
import type { ExecutionInput } from "../stores/executions/store.ts";
import type { PersonRun } from "./engine.ts";
import { requestScope } from "./request-scope.ts";

/**
 * What a person runs a workflow on, as if it had been received. The contract is not enforced: what is missing is
 * missing, and a draft whose trigger is half-written has no variables.
 */
export function personInput(document: WorkflowDocument, given: PersonRun["input"]): ExecutionInput {
  const { body = null, query = {}, headers = {} } = given;
  const pairs = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const request = requestScope({ method: "POST", url: "", address: "", headers: pairs }, body, query);
  const trigger = webhookTriggerSchema.safeParse(document.trigger.config);
  const variables = compileVariables(trigger.success ? trigger.data.variables : []);
  const { values } = variables({ body, query, headers: request.headers as JsonObject });
  return { request, trigger: values };
}
