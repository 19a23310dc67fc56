import type { Execution, News } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { CallerAnswer, Json, JsonObject, Woken } from "@sluice/workflow/node-contract";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { DeliveriesStore, NewDelivery } from "../stores/deliveries/store.ts";
import type {
  CalledExecution,
  ExecutionInput,
  ExecutionOrigin,
  ExecutionsStore,
} from "../stores/executions/store.ts";
import type { DedupeClaim, HeldRelease, IntakeStore, Resolution } from "../stores/intake/store.ts";
import type { WaitPlace, WaitsStore } from "../stores/waits/store.ts";
import { ExecutionEngine } from "./execution-engine.ts";
import type { Plan } from "./plan.ts";
import type { AnyRunner } from "./plan-node.ts";
import type { Outside } from "./reach.ts";
import type { TrialWaits } from "./suspicion.ts";
import type { WorkerLease } from "./worker-lease.ts";

/** What a caller learns of an execution: its first answer, or that there will be none. */
export type CallerOutcome =
  | { readonly kind: "answer"; readonly answer: CallerAnswer }
  /** Ended well without a Response. */
  | { readonly kind: "none" }
  /** Ended otherwise before a Response. */
  | { readonly kind: "failed" | "cancelled" | "timed-out" };

/** An execution that has begun in memory and is not stored yet. */
export interface BegunExecution {
  readonly id: string;
  /** Known when its steps came to it without waiting for anything; undefined: `answered` tells. */
  readonly outcome: CallerOutcome | undefined;
  /** A sentence for the execution's record, before it is stored. */
  warn(warning: { code: string; message: string }): void;
  /**
   * Stores delivery, execution and all steps so far in one commit, then goes on in the background. Rejects with a
   * `StoreUnavailableError`, a `ConcurrencyFullError`, a `ClaimedBeforeError` (`claim`) or a `NotHeldError` (`held`):
   * nothing is stored then and the execution is forgotten.
   */
  accept(
    delivery: NewDelivery | null,
    more?: { readonly claim?: DedupeClaim | null; readonly held?: HeldRelease },
  ): Promise<void>;
  /**
   * The outcome, once what led to it is on disk, whoever runs it then: it may be let go while it sleeps, and taken up by
   * another process. Undefined: `until` came first. Never rejects.
   */
  answered(until: AbortSignal): Promise<CallerOutcome | undefined>;
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

/** What starts an execution besides the door and people. */
export interface EnqueueGiven {
  readonly workflowId: string;
  readonly startedBy: "schedule" | "event" | "call" | "failure";
  /** At most one execution is stored for each. */
  readonly startKey: string;
  /** The trigger variables. */
  readonly trigger: JsonObject;
  /** `request` of the expressions. */
  readonly request: JsonObject;
  readonly origin: ExecutionOrigin;
}

/** What processes tell each other: end it, its caller has called it off, something came for it, it is due. */
export interface EngineNews {
  readonly kind: "cancel" | "call-off" | "look" | "due";
  readonly executionId: string;
}

export interface Engine {
  /** The frozen plan of a document. Made once per version and kept; a draft is planned anew for each revision. */
  plan(given: {
    workflowId: string;
    version: number | null;
    revision: number;
    document: WorkflowDocument;
  }): Promise<Plan>;
  /**
   * Runs all steps that need nothing from outside, up to a small budget of time. Nothing is stored yet. An execution
   * that has to wait for its turn, or is left to another process (`handOver`), does not begin here. Throws a
   * `ConcurrencyKeyError`.
   */
  begin(given: {
    executionId: string;
    plan: Plan;
    deliveryId: string | null;
    /** Milliseconds since 1970. */
    receivedAt: number;
    input: ExecutionInput;
    /** Nobody waits for its answer here. */
    handOver?: boolean;
    /** What its input takes of the heap, in bytes. */
    heap?: number;
  }): BegunExecution;
  /** Runs a document without the front door's checks; answers its record as it is at its end, or after `waitMs`. */
  run(given: PersonRun): Promise<Execution>;
  /**
   * Stores a queued execution of the published version, which begins soon. Undefined: nothing is published. Where its
   * concurrency key cannot be computed it fails as it begins; for an event this rejects with a `ConcurrencyKeyError`.
   */
  enqueue(given: EnqueueGiven): Promise<{ executionId: string; created: boolean } | undefined>;
  /**
   * Runs an ended execution again, as a new one: from the start, or with what had finished. Undefined: there is no such
   * execution or version; `unfinished`: it has not ended; `body-not-kept`: it needs the body of its request, which is gone.
   */
  retry(given: {
    executionId: string;
    from: "start" | "failed";
    version: "same" | "published";
  }): Promise<string | "unfinished" | "body-not-kept" | undefined>;
  /** The record of an execution, also of a running one; undefined when there is none. */
  read(id: string): Promise<Execution | undefined>;
  /** False: it has ended, or never was. Resolves when it is on disk, where nobody else holds it. */
  cancel(id: string): Promise<boolean>;
  /** Cancels an execution whose calling step was called off: nobody waits for it any more. Its record says so. */
  callOff(called: CalledExecution): Promise<void>;
  /**
   * Something came for a step that sleeps, or will: on disk when it resolves. Where the execution ended before, it goes to the
   * retry that kept what had finished there: that waits at the same step, and the address had been handed out before.
   */
  resolveWait(given: {
    place: WaitPlace;
    kind: "callback" | "approval";
    woken: Woken;
    by: string | null;
  }): Promise<Resolution>;
  /** Takes up what a former process left unfinished, and what becomes due from now on. */
  start(): Promise<void>;
  /** Look at once whether something is due: it was stored by another hand. */
  poke(): void;
  /** Takes an execution that is due; resolves when this process has left it (it ended, sleeps, or is another's). */
  takeUp(executionId: string, signal: AbortSignal): Promise<void>;
  /** What another process told (`tellOthers`). */
  heard(news: EngineNews): void;
  /** Gives running executions up to `graceMs` (default 5000), then aborts them; the journal has the rest. */
  stop(given?: { graceMs?: number }): Promise<void>;
  /** `full`: no more may be let in. */
  readonly load: {
    readonly running: number;
    readonly queued: number;
    /** What the inputs of those that are queued and that run take of the heap, as far as it is known. */
    readonly heldBytes: number;
    readonly full: boolean;
    /** Since when this process holds one that it does not perform, in milliseconds since 1970; null: there is none. */
    readonly straySince: number | null;
  };
}

/** `at`: when the request was received, in whole milliseconds since 1970. */
export type StatusUrl = (given: {
  readonly executionId: string;
  readonly hookPath: string;
  readonly at: number;
}) => string;

export interface EngineDependencies {
  readonly runners: Readonly<Record<string, AnyRunner>>;
  readonly intake: IntakeStore;
  readonly executions: ExecutionsStore;
  readonly deliveries: DeliveriesStore;
  readonly waits: WaitsStore;
  /** The part of the workflow store that the engine reads. */
  readonly workflows: {
    version(given: {
      id: string;
      version: number;
      evenTrashed?: boolean;
    }): Promise<{ readonly document: WorkflowDocument } | undefined>;
    published(
      id: string,
    ): Promise<
      { readonly version: number; readonly document: WorkflowDocument; readonly paused: boolean } | undefined
    >;
  };
  readonly secrets: SecretReader;
  readonly outside: Outside;
  /** Where a third party posts to wake a step that waits for a callback. */
  readonly callbackUrl: (place: WaitPlace) => string;
  /** Where a sender asks what has become of its request, which came to `hookPath`; left out: nowhere. */
  readonly statusUrl?: StatusUrl;
  readonly hub: { readonly readers: number; publish(news: News): void };
  /** Whether somebody wants to know of executions that succeed, from memory; left out: nobody. */
  readonly tellsSuccess?: () => boolean;
  /** Values of `env.<NAME>`: what the operator lists, nothing else. */
  readonly env: JsonObject;
  readonly log: {
    error(details: object, message: string): void;
    info(details: object, message: string): void;
  };
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Executions that go on at once beyond their first, immediate part (default 32). */
  readonly concurrency?: number;
  /** Executions that may wait for their turn before the door refuses (default 10 000). */
  readonly queueLimit?: number;
  /** One file, one server: whatever another process held is free when this one starts (default true). */
  readonly alone?: boolean;
  /** Of this process; left out: one that nobody else asks. */
  readonly lease?: WorkerLease;
  /** False: this process accepts and answers, and leaves the rest to others (default true). */
  readonly takesUp?: boolean;
  /** How long suspects of a crash are kept apart (default: `usualWaits`). */
  readonly trialWaits?: TrialWaits;
  /** Tells the other processes; left out: there are none. */
  readonly tellOthers?: (news: EngineNews) => void;
}

/** The engine: nothing runs before `begin`, `run` or `start`. */
export function createEngine(dependencies: EngineDependencies): Engine {
  return new ExecutionEngine(dependencies);
}
