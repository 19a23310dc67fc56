import type { Verdict } from "@sluice/api/schemas";
import type { JsonObject, RuleRecord } from "@sluice/workflow/node-contract";
import type { NewDelivery } from "../stores/deliveries/store.ts";
import type { CompiledHook } from "./compile-hook.ts";
import type { Visit } from "./visit.ts";

/** What became of a visit, as far as it came. */
export interface Became {
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly executionId?: string;
  readonly variables?: JsonObject | null;
  readonly rules?: readonly RuleRecord[] | null;
  readonly duplicateOf?: string | null;
}

/** The row of a visit, whatever became of it. Not answered yet, unless the caller fills that in. */
export function deliveryOf(
  visit: Visit,
  hook: Pick<CompiledHook, "workflowId" | "version" | "searchKeys">,
  became: Became,
): NewDelivery {
  const { deliveryId, receivedAt, method, url, address, headers, body, bodyBytes } = visit;
  const { verdict, reason = null, executionId = null, variables = null, rules = null } = became;
  return {
    id: deliveryId,
    workflowId: hook.workflowId,
    version: hook.version,
    receivedAt,
    ...{ verdict, reason, method, url, address, headers, body, bodyBytes },
    ...{ authMethod: visit.authMethod, authStage: visit.authStage, claims: visit.claims },
    bodyTruncated: bodyBytes > body.length,
    ...{ variables, executionId, rules },
    status: null,
    answer: null,
    durationMs: null,
    // Whoever looks for an order must find that it was filtered, too.
    keys: variables === null ? [] : hook.searchKeys({ trigger: variables }),
    duplicateOf: became.duplicateOf ?? null,
    ...{ replayOf: null, bodyRemovedAt: null },
  };
}
