import type { JournalRecord } from "../stores/executions/store.ts";
import { containerPath, frameId, isWithin, rootFrame } from "./frame-id.ts";
import { IterationStates, type IterationStatus } from "./iteration-states.ts";

export interface Iteration {
  readonly index: number;
  readonly frame: string;
  readonly status: IterationStatus;
}

/** The iterations of one container as the journal tells them, in their order. */
export class IterationsReading {
  readonly #node: string;
  readonly #frame: string;
  readonly #path: string;
  readonly #states = new IterationStates();
  #known = false;

  constructor({ node, frame }: { node: string; frame: string }) {
    this.#node = node;
    this.#frame = frame;
    this.#path = containerPath(frame, node);
  }

  heed(record: JournalRecord): void {
    if (record.kind === "ended") {
      for (const { node, frame = rootFrame } of record.cancelled) {
        const index = this.#indexOf(frame);
        if (frame === frameId(this.#path, index)) this.#states.cutOff({ index, node });
      }
      this.#states.executionEnded();
      return;
    }
    const frame = record.frame ?? rootFrame;
    if (frame === this.#frame && record.node === this.#node) {
      this.#known = true;
      if (record.kind !== "asked") this.#states.heedContainer(record);
    } else if (isWithin(frame, this.#path) && record.kind !== "asked") {
      const index = this.#indexOf(frame);
      this.#states.heed(record, { index, own: frame === frameId(this.#path, index) });
    }
  }

  /** Undefined: the journal does not tell of that container. */
  iterations(): Iteration[] | undefined {
    if (!this.#known) return undefined;
    const path = this.#path;
    return this.#states.statuses().map((status, index) => ({ index, frame: frameId(path, index), status }));
  }

  /** Of a frame within the container; what it gives for others is no index of theirs. */
  #indexOf(frame: string): number {
    return Number.parseInt(frame.slice(this.#path.length + 1), 10);
  }
}
