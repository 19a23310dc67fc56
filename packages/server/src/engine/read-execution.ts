import type { Execution, ExecutionSummary } from "@sluice/api/schemas";
import type { CallerAnswer } from "@sluice/workflow/node-contract";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import type { ExecutionsStore, NewExecution } from "../stores/executions/store.ts";
import { stepsOf } from "./steps-of.ts";

/** The record of an execution with its steps; undefined when there is none. */
export async function readExecution(
  stores: { executions: ExecutionsStore; deliveries: DeliveriesStore },
  id: string,
): Promise<Execution | undefined> {
  const stored = await stores.executions.get(id);
  if (!stored) return undefined;
  const source = stored.deliveryId === null ? undefined : await stores.deliveries.source(stored.deliveryId);
  const output = source?.variables ?? stored.input?.trigger ?? {};
  return {
    ...summaryOf(stored),
    steps: stepsOf({ type: "webhook", output, at: stored.queuedAt }, stored.journal),
    answer: stored.answer && answerOf(stored.answer),
    error: stored.error,
    failedByDesign: stored.failedByDesign,
    warnings: stored.warnings,
  };
}

export function summaryOf(execution: NewExecution): ExecutionSummary {
  const { id, workflowId, version, status, startedBy, deliveryId } = execution;
  const { queuedAt, startedAt, finishedAt } = execution;
  return {
    id,
    workflowId,
    version,
    status,
    startedBy,
    queuedAt: new Date(queuedAt).toISOString(),
    startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
    finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
    deliveryId,
  };
}

function answerOf({ status, headers, contentType, body }: CallerAnswer): Execution["answer"] {
  const type = contentType === null ? [] : [{ name: "content-type", value: contentType }];
  return { status, headers: [...type, ...headers], body };
}
