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
export class IterationsReading {
  readonly #node: string;
  readonly #frame: string;
  readonly #path: string;
  readonly #found: Iteration[] = [];
  readonly #open = new Map<string, Set<string>>();
  #over: "finished" | "failed" | undefined;
  #known = false;

  constructor({ node, frame }: { node: string; frame: string }) {
    this.#node = node;
    this.#frame = frame;
    this.#path = containerPath(frame, node);
  }

  heed(record: JournalRecord): void {
    if (record.kind === "ended") {
      this.#over ??= "failed";
      return;
    }
    const own = record.frame ?? rootFrame;
    if (own === this.#frame && record.node === this.#node) {
      this.#known = true;
      if (record.kind === "finished" || record.kind === "failed") this.#over = record.kind;
      if (record.kind === "opened" && record.total !== null) this.#reach(record.total - 1);
    } else if (isWithin(own, this.#path) && record.kind !== "asked") this.#take(record, own);
  }

  /** Undefined: the journal does not tell of that container. */
  iterations(): Iteration[] | undefined {
    return this.#known ? settle(this.#found, { open: this.#open, over: this.#over }) : undefined;
  }

  #take(record: Exclude<JournalRecord, { kind: "ended" | "asked" }>, own: string): void {
    const index = Number(own.slice(this.#path.length + 1, own.indexOf("]", this.#path.length)));
    this.#reach(index);
    const iteration = this.#found[index];
    if (!iteration || own !== iteration.frame) return;
    const steps = this.#open.get(own) ?? new Set();
    this.#open.set(own, steps);
    if (record.kind === "failed" && record.handled === "stop") iteration.status = "failed";
    if (record.kind === "finished" || record.kind === "passed" || record.kind === "failed")
      steps.delete(record.node);
    else steps.add(record.node);
    if (iteration.status !== "failed") iteration.status = steps.size === 0 ? "succeeded" : "running";
  }

  #reach(index: number): void {
    for (let at = this.#found.length; at <= index; at += 1) this.#found.push(fresh(this.#path, at));
  }
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
