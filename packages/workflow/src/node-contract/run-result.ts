import type { z } from "zod";
import type { Json } from "./json.ts";
import type { RuleRecord } from "./rules.ts";
import type { Spent } from "./spent.ts";

/** What a synchronous caller is answered. `body` is text as it goes out, already encoded. */
export interface CallerAnswer {
  status: number;
  headers: { name: string; value: string }[];
  contentType: string | null;
  body: string;
}

/** An event that a step publishes: stored in the same commit as the step's result, once, whatever is tried again. */
export interface EmittedEvent {
  /** Dotted name: `order.paid`. */
  type: string;
  data: Json;
}

/** Another workflow that a step starts without waiting for it: stored in the same commit as the step's result. */
export interface StartedCall {
  workflowId: string;
  /** The trigger variables of the called workflow. */
  input: Json;
}

interface Finished {
  output: Json;
  /** Results of the rules that decided, for the step's record. */
  rules?: RuleRecord[];
  /** Answer for the caller; the first one of an execution wins. */
  answer?: CallerAnswer;
  emit?: EmittedEvent[];
  start?: StartedCall[];
  /** For the record of the step, and the sum of the execution. */
  spent?: Spent;
}

/**
 * An exit that the config names (`dynamicPorts`). The brand comes from parsing (`portSchema.brand<"DynamicPort">()`),
 * so that a text written by hand still does not compile as a port.
 */
export type DynamicPort = string & z.core.$brand<"DynamicPort">;

/** Goes on through one port, through several at once, or (an empty list) through none: this branch ends here. */
export interface Continued<Port extends string> extends Finished {
  port: Port | DynamicPort | readonly (Port | DynamicPort)[];
}

/** Ends the whole execution. */
export interface Ended extends Finished {
  end: "succeeded" | "failed";
  message?: string;
}

/** What a step that sleeps is woken by. Moments are milliseconds since 1970; null: it waits as long as it takes. */
export type Wait =
  /** `again`: the run itself is run once more then, with what it left as memo; otherwise `wake` answers. */
  | { for: "moment"; until: number; again?: true }
  /** Somebody posts to the step's callback URL (`execution.callbacks.<node>`), once. */
  | { for: "callback"; until: number | null }
  /** A person decides in the editor or by API. */
  | { for: "approval"; until: number | null; title: string; message: string }
  /** Another workflow's execution, started by this step, has ended. */
  | { for: "call"; until: number | null; workflowId: string; input: Json };

/**
 * The memo of a run that wants to be run again (`asksAgain`): the templates of its config see `item` and `index` of it. It is
 * kept in the journal, secrets taken out.
 */
export type AgainMemo = { item: Json; index: number } & { [name: string]: Json };

/** The step sleeps: on disk, without memory, across restarts. What comes is handed to the run's `wake`. */
export interface Suspended {
  wait: Wait;
  /** What `wake`, or the run that is run again, needs to know. */
  memo?: Json;
}

/** What woke a step. */
export type Woken =
  /** Its moment came, or nothing else came before `until`. */
  | { by: "moment" }
  | { by: "callback"; body: Json; query: Json; headers: Json }
  | { by: "approval"; approved: boolean; comment: string; person: string }
  | {
      by: "call";
      executionId: string;
      status: "succeeded" | "failed" | "cancelled" | "timed-out";
      output: Json;
      error: { code: string; message: string } | null;
    };

/** How a container (`definition.container`) runs its body. */
export interface Iterated {
  iterate: /** Once for each of these. */
    | { over: "items"; items: Json[] }
    | { over: "count"; count: number }
    /** As long as the run's `again` says so; one after another, `item` being what the one before gave out. */
    | { over: "while" };
  /** Iterations that go on at the same time (1: one after another). */
  concurrency: number;
  /** What a failed iteration does: fail the container, end it with what there is, or leave this one out. */
  onItemError: "stop" | "break" | "skip";
  /** More iterations than this fail the container (code `loop-limit`). */
  limit: number;
}

/** How one iteration of a container ended. */
export type IterationOutcome =
  /** `output`: of the step that ended it, or `{ [node]: output }` where several did. */
  | { kind: "finished"; output: Json }
  | { kind: "failed"; error: { code: string; message: string; node: string } }
  /** Another one failed the container while this one ran. */
  | { kind: "cancelled" };

export type RunResult<Port extends string> = Continued<Port> | Ended | Suspended | Iterated;
/** What `wake` and `collect` may answer. */
export type SettledResult<Port extends string> = Continued<Port> | Ended;
