import type { ExecutionsStore } from "../stores/executions/store.ts";
import type { CallerOutcome } from "./engine.ts";
import type { RunningExecution } from "./run-execution.ts";
import { waitForOutcome } from "./wait-for-outcome.ts";

/** Who waits for the answer of an execution that begins later, or lies down before it comes to one. */
export class Askers {
  readonly #executions: Pick<ExecutionsStore, "head">;
  readonly #isHere: (id: string) => boolean;
  readonly #waiting = new Map<string, (outcome: CallerOutcome) => void>();

  /** `isHere`: whether it runs in this process, or is about to. */
  constructor(given: { executions: Pick<ExecutionsStore, "head">; isHere: (id: string) => boolean }) {
    this.#executions = given.executions;
    this.#isHere = given.isHere;
  }

  /** The answer from `run`, or whoever else comes to run it here, or from what another process has stored of it. */
  ask(
    id: string,
    { until, run }: { until: AbortSignal; run?: RunningExecution },
  ): Promise<CallerOutcome | undefined> {
    const here = new Promise<CallerOutcome>((resolve) => {
      this.#waiting.set(id, resolve);
      void run?.answered.then(resolve);
    });
    const there = waitForOutcome(this.#executions, { id, until, isHere: () => this.#isHere(id) });
    return Promise.race([here, there]).finally(() => this.#waiting.delete(id));
  }

  /** It is run here from now on. */
  taken(run: RunningExecution): void {
    const asker = this.#waiting.get(run.given.id);
    if (asker) void run.answered.then(asker);
  }
}
