import type { JournalRecord } from "../stores/executions/store.ts";
import { containerPath, frameId, isWithin, rootFrame } from "./frame-id.ts";

export interface Iteration {
  readonly index: number;
  readonly frame: string;
  status: "running" | "succeeded" | "failed" | "cancelled";
}

/**
 * The iterations of one container as the journal tells them, in their order. One whose steps have all come to an end
 * and that no later record fails has succeeded; of a container that stopped, those without an end were cancelled.
 */
export function iterationsOf(
  journal: readonly JournalRecord[],
  { node, frame }: { node: string; frame: string },
): Iteration[] {
  const path = containerPath(frame, node);
  const found: Iteration[] = [];
  const open = new Map<string, Set<string>>();
  let over: "finished" | "failed" | undefined;
  for (const record of journal) {
    if (record.kind === "ended") {
      over ??= "failed";
      continue;
    }
    const own = record.frame ?? rootFrame;
    if (own === frame && record.node === node) {
      if (record.kind === "finished" || record.kind === "failed") over = record.kind;
      if (record.kind === "opened" && record.total !== null) {
        for (let index = found.length; index < record.total; index += 1) found.push(fresh(path, index));
      }
      continue;
    }
    if (!isWithin(own, path)) continue;
    const index = Number(own.slice(path.length + 1, own.indexOf("]", path.length)));
    for (let at = found.length; at <= index; at += 1) found.push(fresh(path, at));
    const iteration = found[index];
    if (!iteration || own !== iteration.frame || record.kind === "asked") continue;
    const steps = open.get(own) ?? new Set();
    open.set(own, steps);
    if (record.kind === "failed" && record.handled === "stop") iteration.status = "failed";
    if (record.kind === "finished" || record.kind === "passed" || record.kind === "failed")
      steps.delete(record.node);
    else steps.add(record.node);
    if (iteration.status !== "failed") iteration.status = steps.size === 0 ? "succeeded" : "running";
  }
  return settle(found, { open, over });
}

function settle(
  found: Iteration[],
  { open, over }: { open: ReadonlyMap<string, ReadonlySet<string>>; over: "finished" | "failed" | undefined },
): Iteration[] {
  if (over === "finished" && open.size === 0) {
    // A body without nodes leaves no records: all of its iterations had nothing to do.
    for (const iteration of found) iteration.status = "succeeded";
    return found;
  }
  const ran = found.filter(({ frame }) => open.has(frame));
  if (over === undefined) return ran;
  for (const iteration of ran) if (iteration.status === "running") iteration.status = "cancelled";
  return ran;
}

function fresh(path: string, index: number): Iteration {
  return { index, frame: frameId(path, index), status: "running" };
}
