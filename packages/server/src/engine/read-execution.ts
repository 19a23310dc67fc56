import type { Execution, ExecutionSummary, Step, WaitingFor } from "@sluice/api/schemas";
import type { CallerAnswer } from "@sluice/workflow/node-contract";
import { isoTime } from "../clock.ts";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import type {
  ExecutionHead,
  ExecutionsStore,
  NewExecution,
  WaitingReason,
} from "../stores/executions/store.ts";
import type { WaitPlace } from "../stores/waits/store.ts";
import { rootFrame } from "./frame-id.ts";
import { type Iteration, IterationsReading } from "./iterations-of.ts";
import { journalOf } from "./read-journal.ts";
import { FrameReading, type TriggerStep } from "./steps-of.ts";

export interface RecordStores {
  readonly executions: Pick<ExecutionsStore, "head" | "journal">;
  readonly deliveries: Pick<DeliveriesStore, "source">;
  /** Where a third party posts to wake a step that waits for a callback. */
  readonly callbackUrl: (place: WaitPlace) => string;
}

/** Steps that a record shows at most. */
const mostSteps = 5000;

/** The record of an execution with the steps outside of containers; undefined when there is none. */
export async function readExecution(stores: RecordStores, id: string): Promise<Execution | undefined> {
  const stored = await stores.executions.head(id);
  if (!stored) return undefined;
  const { steps, spent } = await stepsIn(stores, stored, rootFrame);
  return {
    ...summaryOf(stored),
    steps: steps.slice(0, mostSteps),
    stepsLeftOut: Math.max(0, steps.length - mostSteps),
    spent,
    origin: originOf(stored),
    answer: stored.answer && answerOf(stored.answer),
    error: stored.error,
    failedByDesign: stored.failedByDesign,
    warnings: stored.warnings,
  };
}

/** What was asked for and is not there: the execution, or a run or container of it. */
export type Missing = "no-execution" | "no-iteration";

/** The steps of one run of a container's body. */
export async function readFrame(
  stores: RecordStores,
  { id, frame }: { id: string; frame: string },
): Promise<Step[] | Missing> {
  const stored = await stores.executions.head(id);
  if (!stored) return "no-execution";
  const { steps, known } = await stepsIn(stores, stored, frame);
  return known ? steps.slice(0, mostSteps) : "no-iteration";
}

/** The iterations of a container. */
export async function readIterations(
  { executions }: Pick<RecordStores, "executions">,
  { id, node, frame }: { id: string; node: string; frame: string },
): Promise<Iteration[] | Missing> {
  const stored = await executions.head(id);
  if (!stored) return "no-execution";
  const reading = new IterationsReading({ node, frame });
  for await (const records of journalOf(executions, stored)) {
    for (const record of records) reading.heed(record);
  }
  return reading.iterations() ?? "no-iteration";
}

async function stepsIn(
  stores: RecordStores,
  stored: ExecutionHead,
  frame: string,
): Promise<{ steps: Step[]; known: boolean; spent: Execution["spent"] }> {
  const reading = new FrameReading({ trigger: await triggerOf(stores, stored), frame });
  for await (const records of journalOf(stores.executions, stored)) {
    for (const record of records) reading.heed(record);
  }
  const steps = reading.steps({ ended: stored.finishedAt !== null });
  return { steps: withCallbacks(stores, stored.id, steps), known: reading.known, spent: reading.spent };
}

/** Steps that wait for a callback, with the address it is to be posted to. */
function withCallbacks({ callbackUrl }: RecordStores, executionId: string, steps: Step[]): Step[] {
  for (const { waiting, node, frame } of steps) {
    if (waiting?.kind === "callback") waiting.detail = callbackUrl({ executionId, node, frame });
  }
  return steps;
}

async function triggerOf(stores: RecordStores, stored: ExecutionHead): Promise<TriggerStep> {
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
    startedAt: isoTime(startedAt),
    finishedAt: isoTime(finishedAt),
    waitingFor: waitingFor && shownReason(waitingFor),
  };
}

function shownReason({ kind, until, detail }: WaitingReason): WaitingFor {
  return { kind, until: isoTime(until), detail };
}

function originOf({ origin }: ExecutionHead): Execution["origin"] {
  if (!origin) return null;
  const { executionId = null, eventId = null, tick } = origin;
  return { executionId, eventId, tick: isoTime(tick) };
}

function answerOf({ status, headers, contentType, body }: CallerAnswer): Execution["answer"] {
  const type = contentType === null ? [] : [{ name: "content-type", value: contentType }];
  return { status, headers: [...type, ...headers], body };
}
