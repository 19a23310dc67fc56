import type { JsonObject } from "@sluice/workflow/node-contract";
import { PublicError } from "../../errors.ts";
import { type FailureCode, furthest } from "./failure.ts";

/** What a check of one method sees of a request before its body is read. */
export interface SenderRequest {
  /** By the name in lower case; several of one name joined. As node gives it: one character per byte. */
  readonly header: (name: string) => string | undefined;
  /** Path and query as received. */
  readonly url: string;
}

/** A method that let the request in. */
export interface Passed {
  readonly type: string;
  /** What deliveries call it: its name, else what tells it from others. */
  readonly label: string;
  /** Under what "last used" is kept (`senderKey`). */
  readonly used: string;
  /** Of a token. */
  readonly claims?: JsonObject;
}

/** A method that did not. */
export interface Failed {
  readonly label: string;
  readonly code: FailureCode;
}

export type Outcome = Passed | Failed;

export function isPassed(outcome: Outcome): outcome is Passed {
  return "used" in outcome;
}

/** What is known of a sender so far. */
export interface Standing {
  readonly passed: readonly Passed[];
  readonly failed: readonly Failed[];
  /** Nothing more has to be proven. */
  readonly settled: boolean;
}

/**
 * Nobody it knows: 401 for the sender, with the stage for the builder. When the keys that would tell cannot be had, it
 * is not the sender's fault: 503, and it may try again.
 */
export class SenderRefused extends PublicError {
  /** Of the method that came furthest. */
  readonly stage: FailureCode;
  readonly sender: string | null;
  /** It tried something: counted by the brake, also where keys are missing to judge the rest. */
  readonly guessed: boolean;

  constructor(failed: readonly Failed[], challenge: string) {
    const told = furthest(failed);
    const stage = told?.code ?? "missing-credentials";
    const waits = failed.some(({ code }) => code === "keys-unavailable");
    super(
      waits ? "overloaded" : "unauthorized",
      waits
        ? { detail: unavailable, headers: { "retry-after": "30" } }
        : { headers: { "www-authenticate": challenge } },
    );
    this.stage = waits ? "keys-unavailable" : stage;
    this.guessed = !waits || failed.some(({ code }) => code === "wrong-credentials");
    this.sender = told?.label ?? null;
  }
}

const unavailable = "The keys that check tokens cannot be fetched at the moment; try again later.";
