import type { TriggerVariable } from "../document/webhook-trigger.ts";
import type { JsonObject } from "../node-contract/json.ts";
import { toJsonSchema } from "../variables/json-schema.ts";

/** The variables of the body as a schema of their own, to go on from; a body without variables may be anything. */
export function schemaFromVariables(variables: readonly TriggerVariable[]): JsonObject {
  return toJsonSchema(variables.filter(({ from }) => from === "body")).body ?? {};
}
