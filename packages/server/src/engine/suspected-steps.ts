import { type DueStep, stepId } from "./replay.ts";
import type { RunGiven } from "./run-given.ts";

/**
 * Calls `done` when all steps have come to something with which a process went down: the execution has come further than
 * it was suspected for. Never, where none of them is known.
 */
export function afterSuspected(due: readonly DueStep[], done: () => void): RunGiven["settled"] {
  const open = new Set(due.flatMap(({ frame, node, cutOff }) => (cutOff > 0 ? [stepId(frame, node)] : [])));
  return ({ frame, node }) => {
    if (open.delete(stepId(frame, node)) && open.size === 0) done();
  };
}
