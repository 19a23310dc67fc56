/** Runs tasks with bounded concurrency, first come, first served. */
export interface Pool {
  /** Runs it when there is room. It must not throw. */
  add(task: () => Promise<void>): void;
  readonly running: number;
  readonly queued: number;
  /** Nothing new begins from now on; resolves when what runs has ended. */
  close(): Promise<void>;
}

export function createPool(concurrency: number): Pool {
  const queue: (() => Promise<void>)[] = [];
  let running = 0;
  let closed = false;
  let idle: () => void = () => {};
  const next = (): void => {
    while (!closed && running < concurrency) {
      const task = queue.shift();
      if (!task) break;
      running += 1;
      void task().finally(() => {
        running -= 1;
        if (closed && running === 0) idle();
        // Let requests in between two executions.
        else setImmediate(next);
      });
    }
  };
  return {
    add(task) {
      queue.push(task);
      next();
    },
    get running() {
      return running;
    },
    get queued() {
      return queue.length;
    },
    close() {
      closed = true;
      queue.length = 0;
      if (running === 0) return Promise.resolve();
      return new Promise((resolve) => {
        idle = resolve;
      });
    },
  };
}
