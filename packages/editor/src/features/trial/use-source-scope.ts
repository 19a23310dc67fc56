import type { Delivery } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Scope } from "@sluice/workflow/expressions";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../api/client.ts";
import { exampleScope, type RequestTexts, scopeOfRequest } from "../../document/example-scope.ts";
import { knownOutputs } from "./known-outputs.ts";
import { useTrial } from "./use-trial.ts";

/**
 * What expressions are previewed with: the chosen example, delivery or execution, and of the steps what is known: what
 * that execution gave, what the last trial gave, and before both what is pinned. While a delivery is being read, the example.
 */
export function useSourceScope(document: WorkflowDocument, workflowId: string): Scope {
  const source = useTrial((state) => state.source);
  const trial = useTrial((state) => state.trial);
  const execution = useQuery({
    ...api.executions.get.queryOptions({ input: { id: source.from === "execution" ? source.id : "" } }),
    enabled: source.from === "execution",
  }).data;
  const deliveryId = source.from === "delivery" ? source.id : (execution?.deliveryId ?? null);
  const delivery = useQuery({
    ...api.deliveries.get.queryOptions({ input: { id: deliveryId ?? "" } }),
    enabled: deliveryId !== null,
  }).data;
  return useMemo(() => {
    const request = delivery
      ? scopeOfRequest(document, workflowId, textsOf(delivery))
      : exampleScope(document, workflowId);
    const trigger = execution?.steps.find(({ node }) => node === "trigger")?.output;
    const steps = knownOutputs({ document, execution, trial });
    return { ...request, ...(isObject(trigger) ? { trigger } : {}), steps };
  }, [document, workflowId, delivery, execution, trial]);
}

/** A stored request as the texts of an example. */
function textsOf({ request }: Pick<Delivery, "request">): RequestTexts {
  const { url, headers, body, bodyEncoding } = request;
  const mark = url.indexOf("?");
  return {
    query: mark < 0 ? "" : url.slice(mark + 1),
    headers: headers.map(({ name, value }) => `${name}: ${value}`).join("\n"),
    body: bodyEncoding === "utf8" ? body : "",
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
