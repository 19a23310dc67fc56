import type { ExecutionHead } from "../stores/executions/store.ts";
import { cancelCalled } from "./called-off.ts";
import { dropsBody } from "./drops-body.ts";
import type { EngineDependencies } from "./engine.ts";
import { addEffects, noEffects } from "./journal-effects.ts";
import { resultFor } from "./woken-by-end.ts";

/** Ends an execution that this process holds as failed, for good: nothing can be made of it. */
export async function setAside(
  dependencies: Pick<EngineDependencies, "intake" | "log" | "workflows">,
  given: { stored: ExecutionHead; epoch: number; at: number; code: string; message: string },
): Promise<undefined> {
  const { intake, log } = dependencies;
  const { stored, epoch, at, code, message } = given;
  const { id } = stored;
  const ended = [{ kind: "ended", status: "failed", at, skipped: [], cancelled: [] }];
  const chunk = { executionId: id, seq: stored.nextSeq, records: JSON.stringify(ended) };
  const progress = {
    ...stored,
    status: "failed",
    finishedAt: at,
    error: { code, message, node: null },
  } as const;
  const effects = noEffects();
  const report = { kind: "report-failure", payload: { executionId: id } } as const;
  addEffects(effects, { tasks: [report, cancelCalled(id)] });
  if (stored.deliveryId !== null && (await dropsBody(dependencies, stored))) {
    addEffects(effects, { goneBodies: [stored.deliveryId] });
  }
  const result = resultFor(stored, { status: "failed", output: null, error: { code, message } });
  await intake.append({ chunk, executionId: id, epoch, progress, effects, result });
  log.error({ executionId: id, code }, message);
  return undefined;
}
