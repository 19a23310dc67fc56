import type { FailureCode } from "../failure.ts";

export const traceStages = ["secrets", "header", "format", "timestamp", "signed", "match"] as const;
export type TraceStage = (typeof traceStages)[number];

/** One stage of a check, with what was looked at: names, counts and ages, never a secret. */
export interface StageResult {
  readonly stage: TraceStage;
  /** Null: passed. */
  readonly failed: FailureCode | null;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** A check of one signature, stage by stage up to the one that failed. */
export interface SignatureTrace {
  /** Null: the signature is right. */
  readonly failed: FailureCode | null;
  /** Which of the secrets signed, counted from 0; null when none did. */
  readonly secret: number | null;
  readonly stages: readonly StageResult[];
}

/** A request as its signature sees it. */
export interface SignedRequest {
  /** By the name in lower case; several of one name joined. As node gives it: one character per byte. */
  readonly header: (name: string) => string | undefined;
  /** Path and query as received. */
  readonly url: string;
  /** The bytes as received. */
  readonly body: Uint8Array;
}
