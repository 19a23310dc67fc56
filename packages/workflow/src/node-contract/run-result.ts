import type { z } from "zod";
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

export type RunResult<Port extends string> = Continued<Port> | Ended;
