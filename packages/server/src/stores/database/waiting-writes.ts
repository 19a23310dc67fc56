import { StoreUnavailableError } from "../store-unavailable.ts";
import type { WriteOutcome } from "./group-commit.ts";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The promises of writes that wait for their commit, in the order in which they will be settled. */
export class WaitingWrites {
  #waiting: Waiting[] = [];
  #failing = false;
  #added = 0;
  #drains: { readonly after: number; readonly done: () => void }[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** The database could not take the last one that was settled. */
  get failing(): boolean {
    return this.#failing;
  }

  /** What it resolves to is the operation's own business: the writer's `write` names it. */
  add<Result>(): Promise<Result> {
    this.#added += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: resolve as (result: unknown) => void, reject });
    });
  }

  /** Settles the oldest ones. */
  settle(outcomes: readonly WriteOutcome[]): void {
    const settled = this.#waiting.splice(0, outcomes.length);
    const last = outcomes.at(-1);
    if (last) this.#failing = !last.stored && last.error instanceof StoreUnavailableError;
    settled.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome?.stored) resolve(outcome.result);
      else reject(outcome?.error);
    });
    this.#drained();
  }

  refuseAll(error: unknown): void {
    this.settle(this.#waiting.map(() => ({ stored: false, error })));
  }

  /** Resolves when everything added so far is settled. */
  drain(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    return new Promise((done) => this.#drains.push({ after: this.#added, done }));
  }

  #drained(): void {
    const settled = this.#added - this.#waiting.length;
    while (this.#drains[0] && this.#drains[0].after <= settled) this.#drains.shift()?.done();
  }
}
