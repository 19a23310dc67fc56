import type { WorkflowTrigger } from "../document/schema.ts";
import { callTriggerSchema, eventTriggerSchema } from "../document/triggers.ts";
import { type TriggerVariable, webhookTriggerSchema } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";
import { compileVariables, type Extraction } from "./extract.ts";

/**
 * The trigger variables of an execution that no request started: taken from plain data (an event's data, a call's input,
 * the report of a failure) as if it were a body. A call that declares none gets every field of an object, or the data
 * itself as `value`; a trigger that cannot be read, and a schedule, have none.
 */
export function variablesFromData({ type, config }: WorkflowTrigger, data: Json): Extraction {
  const variables = variablesOf(type, config);
  if (type === "call" && variables.length === 0) {
    const isObject = typeof data === "object" && data !== null && !Array.isArray(data);
    return { values: isObject ? data : { value: data }, violations: [], drift: [] };
  }
  return compileVariables(variables)({ body: data, query: {}, headers: {} });
}

function variablesOf(type: string, config: WorkflowTrigger["config"]): readonly TriggerVariable[] {
  const schema = { webhook: webhookTriggerSchema, event: eventTriggerSchema, call: callTriggerSchema };
  if (type !== "webhook" && type !== "event" && type !== "call") return [];
  const parsed = schema[type].safeParse(config);
  return parsed.success ? parsed.data.variables : [];
}
