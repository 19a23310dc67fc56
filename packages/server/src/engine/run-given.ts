import type { StartedBy } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import type { ExecutionInput, ExecutionOrigin, ExecutionsStore } from "../stores/executions/store.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import type { WaitPlace, WaitsStore } from "../stores/waits/store.ts";
import type { Plan } from "./plan.ts";
import type { Reach } from "./reach.ts";
import type { StartedStep } from "./step-recorder.ts";

/** What an execution runs on. */
export interface RunGiven {
  readonly id: string;
  readonly plan: Plan;
  readonly input: ExecutionInput;
  readonly startedBy: StartedBy;
  readonly deliveryId: string | null;
  readonly queuedAt: number;
  readonly origin: ExecutionOrigin | null;
  readonly startKey: string | null;
  readonly concurrency: { readonly key: string; readonly limit: number } | null;
  /** The process that holds it, and its fencing token. */
  readonly worker: string;
  readonly epoch: number;
  readonly intake: Pick<IntakeStore, "append">;
  readonly executions: Pick<ExecutionsStore, "cached">;
  readonly waits: Pick<WaitsStore, "resolved">;
  readonly reach: Reach;
  /** The published version of a workflow that a step calls. */
  readonly published: (
    workflowId: string,
  ) => Promise<
    { readonly version: number; readonly document: WorkflowDocument; readonly paused: boolean } | undefined
  >;
  /** Executions that a step called are on disk: somebody should take them up. */
  readonly called: () => void;
  /** Where a third party posts to wake a step that waits for a callback. */
  readonly callbackUrl: (place: WaitPlace) => string;
  readonly env: { readonly [name: string]: Json };
  readonly clock: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: { error(details: object, message: string): void };
  /** Somebody wants to know of executions that succeed. */
  readonly tellsSuccess: () => boolean;
  /** A step has come to something. */
  readonly settled: (step: Pick<StartedStep, "frame" | "node">) => void;
}

/** What an execution begins with. */
export type RunSeed = Pick<
  RunGiven,
  "id" | "plan" | "input" | "startedBy" | "deliveryId" | "queuedAt" | "origin" | "startKey" | "concurrency"
>;
