import { heapRoom } from "../heap-room.ts";

/** Runs tasks with bounded concurrency, first come, first served. */
export interface Pool {
  /** Runs it when there is room. It must not throw. `heap`: what it holds of the heap until it has ended, in bytes. */
  add(task: () => Promise<void>, heap?: number): void;
  readonly running: number;
  readonly queued: number;
  readonly heldBytes: number;
  /** Too many wait, or what they hold is more than the heap has room for. */
  readonly full: boolean;
  /** Nothing new begins from now on; resolves when what runs has ended. */
  close(): Promise<void>;
}

export function createPool(given: { concurrency: number; queueLimit?: number | undefined }): Pool {
  const { concurrency, queueLimit = 10_000 } = given;
  const mostBytes = heapRoom();
  const queue: { task: () => Promise<void>; heap: number }[] = [];
  let heldBytes = 0;
  let running = 0;
  let closed = false;
  let idle: () => void = () => {};
  const next = (): void => {
    while (!closed && running < concurrency) {
      const first = queue.shift();
      if (!first) break;
      running += 1;
      void first.task().finally(() => {
        running -= 1;
        heldBytes -= first.heap;
        if (closed && running === 0) idle();
        // Let requests in between two executions.
        else setImmediate(next);
      });
    }
  };
  return {
    add(task, heap = 0) {
      queue.push({ task, heap });
      heldBytes += heap;
      next();
    },
    get running() {
      return running;
    },
    get queued() {
      return queue.length;
    },
    get heldBytes() {
      return heldBytes;
    },
    get full() {
      return queue.length >= queueLimit || heldBytes >= mostBytes;
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
