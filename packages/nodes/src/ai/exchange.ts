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

/** What differs between providers. */
export interface Protocol {
  readonly baseUrl: string;
  /** The header that carries the key. */
  readonly keyHeader: { readonly name: string; readonly prefix: string };
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Behind the base URL. */
  path(question: Question): string;
  body(question: Question, baseUrl: string): JsonObject;
  /** Undefined: the answer is not what the protocol says. */
  read(answer: JsonObject): Answer | undefined;
  /** What a failing answer says, and when to come back where it says so in its body. */
  failure(answer: JsonObject): { readonly said?: string; readonly retryAfterMs?: number };
}

export type AskContext = Pick<RunContext, "fetch" | "credential" | "now">;
