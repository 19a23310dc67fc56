import type { JsonObject } from "@sluice/workflow/node-contract";
import type { NewDelivery } from "../stores/deliveries/store.ts";
import type { CompiledHook } from "./compile-hook.ts";
import type { Visit } from "./visit.ts";

/** The row of a visit, whatever became of it. Not answered yet, unless the caller fills that in. */
export function deliveryOf(
  visit: Visit,
  hook: Pick<CompiledHook, "workflowId" | "version">,
  became:
    | { verdict: "accepted"; executionId: string; variables: JsonObject }
    | { verdict: "refused"; reason: string },
): NewDelivery {
  const { deliveryId, receivedAt, method, url, address, headers, body, bodyBytes } = visit;
  const accepted = became.verdict === "accepted";
  return {
    id: deliveryId,
    workflowId: hook.workflowId,
    version: hook.version,
    receivedAt,
    verdict: became.verdict,
    reason: accepted ? null : became.reason,
    ...{ method, url, address, headers, body, bodyBytes },
    bodyTruncated: bodyBytes > body.length,
    variables: accepted ? became.variables : null,
    executionId: accepted ? became.executionId : null,
    status: null,
    answer: null,
    durationMs: null,
    ...{ duplicateOf: null, replayOf: null, authMethod: null, rules: null, bodyRemovedAt: null },
  };
}
