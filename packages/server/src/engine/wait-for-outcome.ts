import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionStatus } from "@sluice/api/schemas";
import type { ExecutionsStore } from "../stores/executions/store.ts";
import type { CallerOutcome } from "./engine.ts";

/** How often is looked, in milliseconds: it may run in another process. */
const everyMs = 25;
const slowestMs = 500;

/**
 * The outcome of an execution that goes on later, maybe elsewhere: what is on disk of it, where known secrets are taken
 * out of answers. While it `isHere` nobody looks: whoever runs it tells. Undefined: `until` came first. Never rejects.
 */
export async function waitForOutcome(
  executions: Pick<ExecutionsStore, "head">,
  { id, isHere, until }: { id: string; isHere: () => boolean; until: AbortSignal },
): Promise<CallerOutcome | undefined> {
  for (let pause = everyMs; ; pause = Math.min(pause * 1.2, slowestMs)) {
    const slept = await sleep(pause, true, { signal: until, ref: false }).catch(() => false);
    if (!slept) return undefined;
    if (isHere()) continue;
    const stored = await executions.head(id).catch(() => undefined);
    if (stored?.answer) return { kind: "answer", answer: stored.answer };
    if (stored && stored.finishedAt !== null) return endOf(stored.status);
  }
}

/** What a caller learns of an execution that ended without an answer. */
function endOf(status: ExecutionStatus): CallerOutcome {
  if (status === "succeeded") return { kind: "none" };
  return { kind: status === "cancelled" || status === "timed-out" ? status : "failed" };
}
