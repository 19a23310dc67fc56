import type { Json } from "./json.ts";
import type { RuleRecord } from "./rules.ts";

/** What a synchronous caller is answered. `body` is text as it goes out, already encoded. */
export interface CallerAnswer {
  status: number;
  headers: { name: string; value: string }[];
  contentType: string | null;
  body: string;
}

interface Finished {
  output: Json;
  /** Results of the rules that decided, for the step's record. */
  rules?: RuleRecord[];
  /** Answer for the caller; the first one of an execution wins. */
  answer?: CallerAnswer;
}

/** Goes on through one port, or through several at once. */
export interface Continued<Port extends string> extends Finished {
  port: Port | readonly Port[];
}

/** Ends the whole execution. */
export interface Ended extends Finished {
  end: "succeeded" | "failed";
  message?: string;
}

export type RunResult<Port extends string> = Continued<Port> | Ended;
