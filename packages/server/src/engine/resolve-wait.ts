import type { IntakeStore, Resolution } from "../stores/intake/store.ts";
import type { EngineDependencies } from "./engine.ts";

/**
 * Hands what came to the step that it came for, or to the same step of the retry that went on from where its execution had
 * ended, and of the retry of that one; with the execution that has it (docs/decisions/0196). What had been used there is not
 * used again: a retry that kept the step does not wait for it.
 */
export async function resolveWait(
  { intake, executions }: Pick<EngineDependencies, "intake" | "executions">,
  given: Parameters<IntakeStore["resolveWait"]>[0],
): Promise<{ result: Resolution; executionId: string }> {
  const { place, kind } = given;
  const result = await intake.resolveWait(given);
  let { executionId } = place;
  if (kind !== "callback") return { result, executionId };
  for (let last = result; last === "closed" || last === "unknown"; ) {
    const retry = await executions.wentOnAs(executionId);
    if (retry === undefined) break;
    executionId = retry;
    last = await intake.resolveWait({ ...given, place: { ...place, executionId } });
    if (last === "resolved" || last === "used") return { result: last, executionId };
  }
  return { result, executionId: place.executionId };
}

/** Its start key tells an execution as the one that goes on from where another had ended. */
export function goesOnKey(from: string, to: string): string {
  return `goes-on:${from}/${to}`;
}
