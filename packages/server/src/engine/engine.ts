import type { Execution, News } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { CallerAnswer, Json, JsonObject } from "@sluice/workflow/node-contract";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { DeliveriesStore, NewDelivery } from "../stores/deliveries/store.ts";
import type { ExecutionInput, ExecutionsStore } from "../stores/executions/store.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import { ExecutionEngine } from "./execution-engine.ts";
import type { Plan } from "./plan.ts";
import type { AnyRunner } from "./plan-node.ts";

/** What a caller learns of an execution: its first answer, or that there will be none. */
export type CallerOutcome =
  | { readonly kind: "answer"; readonly answer: CallerAnswer }
  /** Ended well without a Response. */
  | { readonly kind: "none" }
  /** Ended otherwise before a Response. */
  | { readonly kind: "failed" };

/** An execution that has begun in memory and is not stored yet. */
export interface BegunExecution {
  readonly id: string;
  /** Known when its steps came to it without waiting for anything; undefined: `answered` will tell. */
  readonly outcome: CallerOutcome | undefined;
  /** A sentence for the execution's record, before it is stored. */
  warn(warning: { code: string; message: string }): void;
  /**
   * Stores delivery, execution and all steps so far in one commit, then goes on in the background.
   * Rejects with a `StoreUnavailableError`: nothing is stored then and the execution is forgotten.
   */
  accept(delivery: NewDelivery | null): Promise<void>;
  /** The outcome, once what led to it is on disk. Never rejects; pending for ever when the process stops first. */
  readonly answered: Promise<CallerOutcome>;
}

/** What runs a document for a person. `version` null: `document` is the draft, kept with the execution. */
export interface PersonRun {
  readonly workflowId: string;
  readonly version: number | null;
  readonly revision: number;
  readonly document: WorkflowDocument;
  readonly input: { body?: Json; query?: JsonObject; headers?: { [name: string]: string } };
  /** How long its end is waited for, in milliseconds (default 10 000). */
  readonly waitMs?: number;
}

export interface Engine {
  /** The frozen plan of a document. Made once per version and kept; a draft is planned anew for each revision. */
  plan(given: {
    workflowId: string;
    version: number | null;
    revision: number;
    document: WorkflowDocument;
  }): Promise<Plan>;
  /** Runs all steps that need nothing from outside, up to a small budget of time. Nothing is stored yet. */
  begin(given: {
    executionId: string;
    plan: Plan;
    deliveryId: string | null;
    /** Milliseconds since 1970. */
    receivedAt: number;
    input: ExecutionInput;
  }): BegunExecution;
  /** Runs a document without the front door's checks; answers its record as it is at its end, or after `waitMs`. */
  run(given: PersonRun): Promise<Execution>;
  /** The record of an execution, also of a running one; undefined when there is none. */
  read(id: string): Promise<Execution | undefined>;
  /** False: it is not running here (ended, or never was). */
  cancel(id: string): boolean;
  /** Takes up what a former process left unfinished. Resolves when all of it is queued. */
  start(): Promise<void>;
  /** Gives running executions up to `graceMs` (default 5000), then aborts them; the journal has the rest. */
  stop(given?: { graceMs?: number }): Promise<void>;
  /** `full`: no more may be let in. */
  readonly load: { readonly running: number; readonly queued: number; readonly full: boolean };
}

export interface EngineDependencies {
  readonly runners: Readonly<Record<string, AnyRunner>>;
  readonly intake: IntakeStore;
  readonly executions: ExecutionsStore;
  readonly deliveries: DeliveriesStore;
  /** The document of a published version, for what is taken up after a crash (the workflow store's method). */
  readonly workflows: {
    version(given: {
      id: string;
      version: number;
      evenTrashed?: boolean;
    }): Promise<{ readonly document: WorkflowDocument } | undefined>;
  };
  readonly secrets: SecretReader;
  readonly hub: { readonly readers: number; publish(news: News): void };
  /** Values of `env.<NAME>`: what the operator lists, nothing else. */
  readonly env: JsonObject;
  readonly log: { error(details: object, message: string): void };
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Executions that go on at once beyond their first, immediate part (default 32). */
  readonly concurrency?: number;
  /** Executions that may wait for their turn before the door refuses (default 10 000). */
  readonly queueLimit?: number;
}

/** The engine: nothing runs before `begin`, `run` or `start`. */
export function createEngine(dependencies: EngineDependencies): Engine {
  return new ExecutionEngine(dependencies);
}
