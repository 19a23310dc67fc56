/** A running step's abort signal, made only for the runs that look at it. */
export class StepControl {
  #controller: AbortController | undefined;
  #reason: Error | undefined;
  #queued = 0;
  #changed: ((queued: boolean) => void) | undefined;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  /**
   * It waits for a free place elsewhere, such as a sandbox, until what this returns is called (once or more): what others take
   * is none of its own time.
   */
  queue(): () => void {
    let over = false;
    this.#queued += 1;
    if (this.#queued === 1) this.#changed?.(true);
    return () => {
      if (over) return;
      over = true;
      this.#queued -= 1;
      if (this.#queued === 0) this.#changed?.(false);
    };
  }

  /** Calls `changed` at once, and whenever it begins or ends to wait for a free place. */
  watchQueue(changed: (queued: boolean) => void): void {
    this.#changed = changed;
    changed(this.#queued > 0);
  }

  abort(reason: string): void {
    this.#reason ??= new Error(reason);
    this.#controller?.abort(this.#reason);
  }
}
