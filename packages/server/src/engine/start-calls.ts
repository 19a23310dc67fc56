import { type Json, NodeError } from "@sluice/workflow/node-contract";
import { variablesFromData } from "@sluice/workflow/variables";
import type { NewExecution } from "../stores/executions/store.ts";
import { turnBy } from "./concurrency-key.ts";
import { newExecutionId } from "./new-id.ts";
import type { StepOutcome } from "./perform-step.ts";
import { concurrencyOf } from "./plan.ts";
import type { RunGiven } from "./run-given.ts";
import { keyOf } from "./step-memory.ts";
import type { StartedStep } from "./step-recorder.ts";

/** Calls within calls: a workflow that calls itself without end is stopped here. */
const deepestCall = 16;

/** Whether a step's outcome starts other executions. */
export function startsCalls(outcome: StepOutcome): boolean {
  if (outcome.kind === "suspended") return outcome.suspended.wait.for === "call";
  return outcome.kind === "finished" && outcome.start.length > 0;
}

/**
 * The executions that a step's outcome starts, ready to be stored with its record. Each has a `startKey` of its own, so
 * that trying again stores none twice. Rejects with a `NodeError`.
 */
export async function callsOf(
  run: RunGiven,
  step: StartedStep,
  outcome: StepOutcome,
): Promise<NewExecution[]> {
  const node = keyOf(run.plan.graph, step.node);
  const place = `${run.id}/${node}/${step.frame}`;
  if (outcome.kind === "suspended" && outcome.suspended.wait.for === "call") {
    const { workflowId, input } = outcome.suspended.wait;
    const origin = { executionId: run.id, node, frame: step.frame, holds: heldBy(run) };
    return [await callOf(run, { workflowId, input, origin, startKey: `call:${place}/${step.attempt}` })];
  }
  if (outcome.kind !== "finished") return [];
  return Promise.all(
    outcome.start.map(({ workflowId, input }, index) =>
      // Nobody waits for these: their end wakes no step, and they may wait for whomever they will.
      callOf(run, {
        ...{ workflowId, input, origin: { executionId: run.id } },
        startKey: `start:${place}/${step.attempt}/${index}`,
      }),
    ),
  );
}

/** Keys that are not free before a step of this execution has had what it called. */
function heldBy({ origin, concurrency }: RunGiven): string[] {
  return [...(origin?.holds ?? []), ...(concurrency ? [concurrency.key] : [])];
}

function turnOf(key: string): NewExecution["waitingFor"] {
  return { kind: "turn", until: null, detail: key };
}

async function callOf(
  run: RunGiven,
  given: { workflowId: string; input: Json; origin: NewExecution["origin"]; startKey: string },
): Promise<NewExecution> {
  const { workflowId, input, origin, startKey } = given;
  const depth = (run.origin?.depth ?? 0) + 1;
  if (depth > deepestCall) {
    throw new NodeError({
      code: "call-too-deep",
      message: `workflows call each other more than ${deepestCall} deep; look for one that calls itself`,
    });
  }
  const published = await run.published(workflowId);
  if (!published) {
    throw new NodeError({
      code: "call-not-published",
      message: `the workflow ${workflowId} is not there or not published; publish it, or choose another one`,
    });
  }
  const { version, document, paused } = published;
  if (paused) {
    throw new NodeError({
      code: "call-paused",
      message: `the workflow ${workflowId} is paused and starts nothing; resume it, then retry this execution`,
    });
  }
  if (document.trigger.type !== "call") {
    throw new NodeError({
      code: "call-trigger",
      message: `the workflow ${workflowId} cannot be called: its trigger is a ${document.trigger.type}, not a call`,
    });
  }
  const { values, violations } = variablesFromData(document.trigger, input);
  if (violations.length > 0) {
    const missing = violations.map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`);
    throw new NodeError({
      code: "call-input",
      message: `the called workflow wants other input (${missing.join("; ")})`,
    });
  }
  const at = run.clock();
  const callInput = { request: { body: input }, trigger: values };
  const concurrency = turnBy(concurrencyOf(workflowId, document), callInput);
  if (concurrency && origin?.holds?.includes(concurrency.key)) {
    throw new NodeError({
      code: "call-waits-for-itself",
      message:
        "the called workflow would wait for an execution that waits for it: this one, or one that called it, has the same concurrency key",
    });
  }
  return {
    ...{ id: newExecutionId(at), workflowId, version, startedBy: "call", deliveryId: null, queuedAt: at },
    ...{ status: "queued", startedAt: null, finishedAt: null, answer: null, error: null },
    ...{ failedByDesign: false, warnings: [], ranMs: 0, concurrency, startKey },
    ...{ document: null, worker: null, origin: { ...origin, depth } },
    // One with a key is given its turn as it is stored.
    ...{ wakeAt: concurrency ? null : at, waitingFor: concurrency ? turnOf(concurrency.key) : null },
    input: callInput,
  };
}
