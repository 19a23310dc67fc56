import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { compileVariables } from "@sluice/workflow/variables";
import { storedBytes } from "../bodies/read-value.ts";
import { storedRequest } from "../engine/resume.ts";
import { readPublished } from "../front-door/read-trigger.ts";
import type { DeliverySource } from "../stores/deliveries/store.ts";
import type { ExecutionInput } from "../stores/executions/store.ts";

/**
 * What a held delivery is run with. It came under one version and may run on another, published since: variables are taken
 * anew from the body then. Those of headers and query stay as they were taken: secret ones are stored redacted only.
 * A required one that is new and not there is left out: the request has been accepted long ago. Throws for what cannot be
 * read.
 */
export async function heldInput(
  source: DeliverySource,
  given: {
    readonly version: number;
    readonly document: WorkflowDocument;
    /** Where the sender may ask what has become of it. */
    readonly statusUrl: string | undefined;
  },
): Promise<ExecutionInput> {
  const { version, document, statusUrl } = given;
  const request = await storedRequest(source, statusUrl);
  const taken = source.variables ?? {};
  if (version === source.version) return { request, trigger: taken };
  const { variables } = readPublished(document.trigger);
  // What was accepted could be read: it can be again.
  const { bytes, type } = await storedBytes(source, { limit: Number.MAX_SAFE_INTEGER });
  const { values } = compileVariables(variables)({
    body: request.body as Json,
    query: request.query as JsonObject,
    headers: request.headers as JsonObject,
    ...(type.kind === "json" ? { bodyText: () => new TextDecoder().decode(bytes) } : { bodyIsText: true }),
  });
  const trigger = Object.fromEntries(
    variables.flatMap(({ key, from }) => {
      const value = from !== "body" && Object.hasOwn(taken, key) ? taken[key] : values[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return { request, trigger };
}
