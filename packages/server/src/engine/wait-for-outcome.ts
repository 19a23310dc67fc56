import type { ExecutionStatus } from "@sluice/api/schemas";
import type { ExecutionsStore } from "../stores/executions/store.ts";
import type { CallerOutcome } from "./engine.ts";

/** How often is looked, in milliseconds: it may run in another process. */
const everyMs = 25;
const slowestMs = 500;

/**
 * The outcome of an execution that begins later, maybe elsewhere: what is on disk of it, where known secrets are taken
 * out of answers. While it `isHere` nobody looks: whoever runs it tells. Never rejects.
 */
export async function waitForOutcome(
  executions: Pick<ExecutionsStore, "head">,
  { id, isHere }: { id: string; isHere: () => boolean },
): Promise<CallerOutcome> {
  for (let pause = everyMs; ; pause = Math.min(pause * 1.2, slowestMs)) {
    await new Promise((resolve) => setTimeout(resolve, pause).unref());
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
