import type { BegunExecution, CallerOutcome } from "./engine.ts";
import type { RunningExecution } from "./run-execution.ts";

/**
 * What the engine hands out of an execution that has begun. A class: of an object literal with an accessor V8 keeps a
 * shape of its own for every object, in old memory, and with it all that the accessor closes over until the next large
 * collection. A third of what the door made lived that long.
 */
export class HandedOut implements BegunExecution {
  readonly id: string;
  readonly outcome: CallerOutcome | undefined;
  readonly #run: RunningExecution;
  readonly #accept: BegunExecution["accept"];
  readonly #ask: BegunExecution["answered"];

  constructor(given: {
    run: RunningExecution;
    outcome: CallerOutcome | undefined;
    accept: BegunExecution["accept"];
    ask: BegunExecution["answered"];
  }) {
    this.id = given.run.given.id;
    this.outcome = given.outcome;
    this.#run = given.run;
    this.#accept = given.accept;
    this.#ask = given.ask;
  }

  warn(warning: { code: string; message: string }): void {
    this.#run.warn(warning);
  }

  accept(...given: Parameters<BegunExecution["accept"]>): Promise<void> {
    return this.#accept(...given);
  }

  answered(until: AbortSignal): Promise<CallerOutcome | undefined> {
    return this.#ask(until);
  }
}
