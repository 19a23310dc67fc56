import type { JsonObject, Woken } from "@sluice/workflow/node-contract";
import type { NewTask } from "../../tasks/tasks.ts";
import type { DeliveryAnswer, NewDelivery } from "../deliveries/store.ts";
import type { ExecutionProgress, NewExecution } from "../executions/store.ts";
import type { NewWait, WaitPlace } from "../waits/store.ts";

/** A piece of an execution's journal as it is written. `records` is the JSON text of a `JournalRecord` list. */
export interface JournalChunk {
  readonly executionId: string;
  readonly seq: number;
  readonly records: string;
}

/** An event that a step published. `data` is JSON text. */
export interface EmittedRow {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  readonly executionId: string;
}

/** What steps left behind besides their records: stored in the same commit, or not at all. */
export interface JournalEffects {
  readonly waits: readonly NewWait[];
  /** Waits that are over: their steps have had what came, their time was over, or they were called off. */
  readonly endedWaits: readonly (WaitPlace & { readonly state: "done" | "expired" | "closed" })[];
  readonly values: readonly { readonly value: string; readonly bytes: number; readonly json: string }[];
  readonly events: readonly EmittedRow[];
  /** Executions that steps called; one whose `startKey` is there already is left out. */
  readonly calls: readonly NewExecution[];
  readonly cached: readonly {
    readonly workflowId: string;
    readonly node: string;
    readonly hash: string;
    readonly answer: string;
    readonly expiresAt: number;
  }[];
  readonly tasks: readonly NewTask[];
  /** Deliveries whose bodies go: the executions that needed them have ended. */
  readonly goneBodies: readonly string[];
}

/** A dedupe key that a delivery takes, if nobody has it. Times are milliseconds since 1970. */
export interface DedupeClaim {
  readonly workflowId: string;
  /** SHA-256 of the key, base64url. */
  readonly keyHash: string;
  readonly deliveryId: string;
  readonly now: number;
  readonly expiresAt: number;
}

/** A held delivery that is run now: what its row becomes. */
export interface HeldRelease {
  readonly deliveryId: string;
  /** Version that runs. */
  readonly version: number;
  readonly variables: JsonObject;
  readonly now: number;
}

/** Another delivery has the dedupe key; nothing was stored. */
export interface ClaimedBefore {
  readonly duplicateOf: string;
}

/** Rows that are kept of each workflow, the newest, by verdict. */
export interface AsideKept {
  readonly refused: number;
  readonly filtered: number;
  readonly duplicate: number;
}

export { StoreUnavailableError } from "../store-unavailable.ts";

/** How a suspect is taken: as it was seen (`epoch`), and what counts against it from now on. */
export interface Trial {
  readonly epoch: number;
  readonly crashes: number;
  readonly reprieves: number;
  /** The process that died with it did so because of it. */
  readonly explains: boolean;
}

/** What became of what came for a step (`resolveWait`). */
export type Resolution = "resolved" | "used" | "closed" | "unknown";

/**
 * Everything that deliveries and executions write. Each method is one atomic need: it resolves when its commit is on
 * disk (with whatever else was waiting) and rejects with a `StoreUnavailableError` when the database cannot take it.
 * Arguments are plain data, so that the writer can stand in a thread of its own.
 */
export interface IntakeStore {
  /**
   * A delivery with its execution, as far as it has come; or an execution that a person started. One with a concurrency
   * key is due at once or when its turn comes; with `refuseWhenFull` nothing is stored then, and the answer is `full`.
   * With `claim` only the first of a dedupe key is stored. With `held` its delivery is there already and becomes accepted;
   * `gone`: it is not held any more, and nothing is stored.
   */
  accept(given: {
    delivery: NewDelivery | null;
    execution: NewExecution;
    /** JSON text of the journal so far; null when nothing has happened yet. */
    journal: string | null;
    effects: JournalEffects | null;
    refuseWhenFull?: boolean;
    claim?: DedupeClaim | null;
    held?: HeldRelease | null;
  }): Promise<"stored" | "full" | "gone" | ClaimedBefore>;
  /**
   * A delivery that came while its workflow was paused, while fewer than `most` of them wait. Whether it is paused is asked
   * in the same transaction: once a resume is on disk nothing more is held. `not-paused`: it is not (any more), or there is
   * no such workflow; nothing is stored.
   */
  hold(given: {
    delivery: NewDelivery;
    claim: DedupeClaim | null;
    most: number;
  }): Promise<"held" | "full" | "not-paused" | ClaimedBefore>;
  /**
   * Held deliveries that nobody wants to run: they stay as they are, with the reason, and give their dedupe keys back, so
   * that their senders may try again. Resolves to how many there were.
   */
  discardHeld(given: {
    workflowId: string;
    ids: readonly string[];
    note: string;
    now: number;
    dropBodies: boolean;
  }): Promise<number>;
  /** Stores a queued execution, unless one of its `startKey` is there. Resolves to the id of the one that is there now. */
  enqueue(given: { execution: NewExecution; journal: string | null }): Promise<{
    executionId: string;
    created: boolean;
  }>;
  /**
   * More journal, and what it made of the execution, by whoever holds it (`epoch`). A final status is never overwritten:
   * resolves to false, and nothing is written, when the execution has ended or another holds it now.
   *
   * An end closes its waits, wakes the step that called it (`result`), and gives the turn to the next one of its
   * concurrency key. One that begins to wait is let go; when something has come for it meanwhile, it is due at once.
   *
   * `again`: the same was handed in before, and nobody knows what became of it. A chunk that this holder has written is its
   * own: resolves to true, and it is written once.
   */
  append(given: {
    chunk: JournalChunk | null;
    executionId: string;
    epoch: number;
    progress: ExecutionProgress | null;
    effects: JournalEffects | null;
    /** Of an end: what the calling step gets. */
    result: { readonly place: WaitPlace; readonly woken: Woken } | null;
    again?: boolean;
  }): Promise<boolean>;
  /**
   * Takes an execution that is due (`ExecutionsStore.due`) for a process: no crash counts against it any more. With `trial`
   * it takes a suspect as it was seen (`ExecutionsStore.suspects`), which is on trial from now on: on disk before anything
   * of it runs. Undefined: somebody else was first, or it has ended.
   */
  claim(given: {
    executionId: string;
    worker: string;
    now: number;
    trial?: Trial | undefined;
  }): Promise<{ readonly epoch: number } | undefined>;
  /** Lets a suspect wait for its trial until `until`. False: another holds it now, or it has ended. */
  suspect(given: {
    executionId: string;
    epoch: number;
    crashes: number;
    reprieves: number;
    now: number;
    until: number;
  }): Promise<boolean>;
  /**
   * Says that a process lives: what it holds is its own from `now` to `until`. Where processes share a database, its clock
   * measures that time, since theirs may differ.
   */
  heartbeat(given: { worker: string; now: number; until: number }): Promise<void>;
  /**
   * A process goes in good order; `others`: all processes but this one are known to be gone at `now` (one file, one server),
   * without a word.
   */
  forgetWorkers(given: { worker: string; others: boolean; now: number }): Promise<void>;
  /**
   * Something came for a step that sleeps, or will. `used`: it had come before. `closed`: the time was over, or its
   * execution ended before it came. `unknown`: there is no such step, or its execution ended before that began to wait.
   */
  resolveWait(given: {
    place: WaitPlace;
    /** Of a callback: what may be kept before its step sleeps. */
    kind: "callback" | "approval";
    woken: Woken;
    now: number;
    by: string | null;
  }): Promise<Resolution>;
  /** A piece of the journal, or large values, that an execution begins with which is not stored yet. */
  prepare(given: {
    executionId: string;
    values: JournalEffects["values"];
    chunk: JournalChunk | null;
  }): Promise<void>;
  /**
   * Ends an execution that nobody holds, as `append` does, and stores the task that cancels what it had called. `error`
   * says why, where it was no person; `dropBody`: the body of its request goes with it. False: somebody holds it, or it has
   * ended.
   */
  cancelIdle(given: {
    executionId: string;
    now: number;
    error: ExecutionProgress["error"];
    dropBody: boolean;
  }): Promise<boolean>;
  /** How a delivery was answered that was stored before its answer was known. The first answer stays. */
  answered(given: {
    deliveryId: string;
    receivedAt: number;
    status: number;
    answer: DeliveryAnswer | null;
  }): Promise<void>;
  /** Deliveries that start nothing: the newest of each workflow and verdict stay, the counters count them all. */
  refuse(given: {
    deliveries: readonly NewDelivery[];
    /** How many came, also those that were not kept. */
    counts: readonly { workflowId: string; reason: string; count: number; lastAt: number }[];
    keep: AsideKept;
  }): Promise<void>;
  /**
   * Lets go of executions in good order, for whoever comes: it was not they who ended the process, so that no crash counts
   * against them any more.
   */
  released(given: { executionIds: readonly string[]; worker: string }): Promise<void>;
  /**
   * Gives an execution free that a process holds and does not perform, as it was seen (`epoch`): what still comes of that
   * hold is refused. False: it has ended, sleeps, or is held otherwise now.
   */
  giveFree(given: { executionId: string; epoch: number; worker: string }): Promise<boolean>;
  /** Operations that wait for their commit: what the door looks at before it lets more in. */
  readonly waiting: number;
  /** A write failed in the disk itself: nothing more is taken until the process starts anew. */
  readonly broken: boolean;
  /** Resolves when everything handed in so far is on disk. */
  drain(): Promise<void>;
}
