import { isoTime } from "../clock.ts";
import { PublicError } from "../errors.ts";
import type { StatusSigner } from "../secrets/status-signature.ts";
import type { ExecutionOutcome } from "../stores/executions/store.ts";
import { type Answer, callerAnswer } from "./answer.ts";
import type { CompiledHook } from "./compile-hook.ts";

/** Seconds after which a sender may ask again. */
const askAgainSeconds = "2";

export interface StatusGiven {
  readonly signer: StatusSigner;
  /** How an execution stands; undefined: there is none. */
  readonly outcome: (executionId: string) => Promise<ExecutionOutcome | undefined>;
  readonly clock: () => number;
}

/**
 * What has become of a request, for the sender that has its status URL. Anything wrong about the URL is the same 404 as a
 * wrong key; a right one whose time is over is 410.
 */
export async function executionStatus(
  { signer, outcome, clock }: StatusGiven,
  { hook, executionId, token }: { hook: CompiledHook; executionId: string; token: string },
): Promise<Answer> {
  const expiresAt = signer.expiryOf({ executionId, token });
  if (expiresAt === undefined) throw new PublicError("hook-not-found");
  if (expiresAt <= clock()) throw new PublicError("status-expired");
  const found = await outcome(executionId);
  if (!found || found.workflowId !== hook.workflowId) throw new PublicError("hook-not-found");
  return statusAnswer(found, { expiresAt });
}

/** 202 of a request whose deadline came before its answer: where it will be told. */
export function goesOnAnswer(ids: { deliveryId: string; executionId: string }, statusUrl: string): Answer {
  return {
    status: 202,
    headers: [
      ...json,
      { name: "location", value: statusUrl },
      { name: "retry-after", value: askAgainSeconds },
    ],
    body: JSON.stringify({ status: "running", ...ids, statusUrl }),
  };
}

const json = [
  { name: "content-type", value: "application/json; charset=utf-8" },
  { name: "cache-control", value: "no-store" },
];

function statusAnswer(found: ExecutionOutcome, { expiresAt }: { expiresAt: number }): Answer {
  const { id: executionId, status, queuedAt, finishedAt, answer } = found;
  const again = finishedAt === null ? [{ name: "retry-after", value: askAgainSeconds }] : [];
  return {
    status: 200,
    headers: [...json, ...again],
    body: JSON.stringify({
      ...{ executionId, status },
      receivedAt: isoTime(queuedAt),
      finishedAt: isoTime(finishedAt),
      answer: answer && callerAnswer(answer),
      expiresAt: isoTime(expiresAt),
    }),
  };
}
