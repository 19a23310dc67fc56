import type { Json, JsonObject, RunContext } from "@sluice/workflow/node-contract";
import type { z } from "zod";
import type { ai } from "./definition.ts";

export type AiConfig = z.infer<typeof ai.config>;

export interface AiMessage {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** One question, the same for every provider. */
export interface Question {
  readonly model: string;
  readonly system: string;
  readonly messages: readonly AiMessage[];
  readonly schema: Json | undefined;
  readonly maxTokens: number;
  readonly temperature: number | undefined;
}

export interface Answer {
  /** With a schema: the JSON text. */
  readonly text: string;
  readonly model: string;
  /** `length`: it stops at the limit of tokens. `refused`: the provider or the model would not answer. */
  readonly finish: "complete" | "length" | "refused";
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What a provider says of a failure. */
export interface Said {
  readonly said?: string;
  readonly retryAfterMs?: number;
  /** The status that it would have had, of one that came in a stream. */
  readonly status?: number;
}

/** What differs between providers. */
export interface Protocol {
  readonly baseUrl: string;
  /** The header that carries the key. */
  readonly keyHeader: { readonly name: string; readonly prefix: string };
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Behind the base URL. */
  path(question: Question, streamed: boolean): string;
  body(question: Question, given: { readonly baseUrl: string; readonly streamed: boolean }): JsonObject;
  /**
   * The events of a stream as the answer that would have come in one piece, for `read`. Undefined: it broke off, and what
   * is missing may be the half of it.
   */
  whole(events: readonly JsonObject[]): JsonObject | undefined;
  /** Undefined: the answer is not what the protocol says. */
  read(answer: JsonObject): Answer | undefined;
  /** What a failing answer says, and when to come back where it says so in its body. */
  failure(answer: JsonObject): Said;
}

export type AskContext = Pick<RunContext, "fetch" | "credential" | "now">;

/** A member that is an object; undefined: it is missing or none. */
export function objectIn(of: JsonObject, name: string): JsonObject | undefined {
  const value = Object.hasOwn(of, name) ? of[name] : undefined;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}
