import type { Execution, ExecutionSummary, Step, WaitingFor } from "@sluice/api/schemas";
import type { CallerAnswer } from "@sluice/workflow/node-contract";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import type {
  ExecutionsStore,
  NewExecution,
  StoredExecution,
  WaitingReason,
} from "../stores/executions/store.ts";
import type { WaitPlace } from "../stores/waits/store.ts";
import { stepsOf, type TriggerStep } from "./steps-of.ts";

export interface RecordStores {
  readonly executions: Pick<ExecutionsStore, "get">;
  readonly deliveries: Pick<DeliveriesStore, "source">;
  /** Where a third party posts to wake a step that waits for a callback. */
  readonly callbackUrl: (place: WaitPlace) => string;
}

/** Steps that a record shows at most. */
const mostSteps = 5000;

/** The record of an execution with the steps outside of containers; undefined when there is none. */
export async function readExecution(stores: RecordStores, id: string): Promise<Execution | undefined> {
  const stored = await stores.executions.get(id);
  if (!stored) return undefined;
  const trigger = await triggerOf(stores, stored);
  const ended = stored.finishedAt !== null;
  const steps = withCallbacks(stores, id, stepsOf({ trigger, journal: stored.journal, ended }));
  return {
    ...summaryOf(stored),
    steps: steps.slice(0, mostSteps),
    stepsLeftOut: Math.max(0, steps.length - mostSteps),
    origin: originOf(stored),
    answer: stored.answer && answerOf(stored.answer),
    error: stored.error,
    failedByDesign: stored.failedByDesign,
    warnings: stored.warnings,
  };
}

/** The steps of one run of a container's body; undefined when there is no such execution. */
export async function readFrame(
  stores: RecordStores,
  { id, frame }: { id: string; frame: string },
): Promise<Step[] | undefined> {
  const stored = await stores.executions.get(id);
  if (!stored) return undefined;
  const trigger = await triggerOf(stores, stored);
  const { journal, finishedAt } = stored;
  const steps = stepsOf({ trigger, journal, frame, ended: finishedAt !== null });
  return withCallbacks(stores, id, steps.slice(0, mostSteps));
}

/** Steps that wait for a callback, with the address it is to be posted to. */
function withCallbacks({ callbackUrl }: RecordStores, executionId: string, steps: Step[]): Step[] {
  for (const { waiting, node, frame } of steps) {
    if (waiting?.kind === "callback") waiting.detail = callbackUrl({ executionId, node, frame });
  }
  return steps;
}

async function triggerOf(stores: RecordStores, stored: StoredExecution): Promise<TriggerStep> {
  const { deliveryId, input, startedBy, queuedAt } = stored;
  const source = deliveryId === null ? undefined : await stores.deliveries.source(deliveryId);
  const output = source?.variables ?? input?.trigger ?? {};
  const type = deliveryId !== null || startedBy === "person" ? "webhook" : startedBy;
  return { type, output, at: queuedAt };
}

export function summaryOf(execution: NewExecution): ExecutionSummary {
  const { id, workflowId, version, status, startedBy, deliveryId, waitingFor } = execution;
  const { queuedAt, startedAt, finishedAt } = execution;
  return {
    ...{ id, workflowId, version, status, startedBy, deliveryId },
    queuedAt: new Date(queuedAt).toISOString(),
    startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
    finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
    waitingFor: waitingFor && shownReason(waitingFor),
  };
}

function shownReason({ kind, until, detail }: WaitingReason): WaitingFor {
  return { kind, until: until === null ? null : new Date(until).toISOString(), detail };
}

function originOf({ origin }: StoredExecution): Execution["origin"] {
  if (!origin) return null;
  const { executionId = null, eventId = null, tick } = origin;
  return { executionId, eventId, tick: tick === undefined ? null : new Date(tick).toISOString() };
}

function answerOf({ status, headers, contentType, body }: CallerAnswer): Execution["answer"] {
  const type = contentType === null ? [] : [{ name: "content-type", value: contentType }];
  return { status, headers: [...type, ...headers], body };
}
