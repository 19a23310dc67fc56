import { Worker } from "node:worker_threads";
import { StoreUnavailableError } from "../store-unavailable.ts";
import { groupSize, unavailable, type WriteOperations } from "./group-commit.ts";
import { outcomesOf, type ThreadAnswer, type ThreadBatch } from "./thread-messages.ts";
import { WaitingWrites } from "./waiting-writes.ts";
import type { Writer } from "./writer.ts";

/** A writer that has a thread, and a connection, to itself. */
export interface ThreadWriter<Operations extends WriteOperations> extends Writer<Operations> {
  /** Resolves when it has opened the file. Rejects with why it could not; everything is refused then. */
  readonly started: Promise<void>;
  /** Writes what waits, closes the connection and ends the thread. Any number of times. */
  close(): Promise<void>;
}

/**
 * Starts a writer in a thread of its own, so that neither fsync nor SQLite holds up the event loop. One group is under
 * way at a time, as copies in one message; what comes meanwhile is the next one, so that the groups grow with the load
 * and each wakes the thread once. A thread that dies takes nothing back: what waited is refused, whether it was stored
 * or not, and so is everything after it.
 *
 * `program` calls `serveWriter` with the operations; `file` is the database.
 */
export function startThreadWriter<Operations extends WriteOperations>(options: {
  readonly program: URL;
  readonly file: string;
}): ThreadWriter<Operations> {
  const worker = new Worker(options.program, { workerData: { file: options.file } });
  const waiting = new WaitingWrites();
  let broken: StoreUnavailableError | undefined;
  let closing: Promise<void> | undefined;
  const names: string[] = [];
  const given: unknown[] = [];
  let scheduled = false;

  const fail = (cause: unknown): void => {
    broken ??= unavailable(cause);
    waiting.refuseAll(broken);
  };
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const started = new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => reject(new StoreUnavailableError("the thread of the writer has ended")));
    worker.on("message", (answer: ThreadAnswer | "started") => {
      if (answer === "started") resolve();
      else settle(answer);
      // An idle writer keeps no process alive; one that closes is waited for.
      if (waiting.size === 0 && closing === undefined) worker.unref();
    });
  });
  started.catch(() => {});
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("the thread of the writer has ended")));

  const settle = (answer: ThreadAnswer): void => {
    if (answer.broken !== null) broken ??= unavailable(new Error(answer.broken));
    waiting.settle(outcomesOf(answer));
    if (names.length > 0) send();
    else scheduled = false;
  };

  const send = (): void => {
    const batch: ThreadBatch = { names: names.splice(0, groupSize), given: given.splice(0, groupSize) };
    try {
      worker.postMessage(batch);
    } catch {
      worker.postMessage(copyable(batch));
    }
  };

  return {
    started,
    write(name, data) {
      if (broken !== undefined) return Promise.reject(broken);
      if (waiting.size === 0) worker.ref();
      if (!scheduled) {
        scheduled = true;
        setImmediate(send);
      }
      names.push(name);
      given.push(data);
      return waiting.add();
    },
    get waiting() {
      return waiting.size;
    },
    get broken() {
      return broken !== undefined;
    },
    get failing() {
      return waiting.failing;
    },
    drain: () => waiting.drain(),
    close() {
      closing ??= waiting.drain().then(() => {
        worker.ref();
        worker.postMessage("close");
        return ended;
      });
      return closing;
    },
  };
}

/** The batch without what cannot be copied into another thread: a mistake of its caller, that the others do not pay. */
function copyable({ names, given }: ThreadBatch): ThreadBatch {
  const copied = given.map((data) => {
    try {
      return { data: structuredClone(data) };
    } catch {
      return undefined;
    }
  });
  return {
    names: names.map((name, at) => (copied[at] ? name : `${name} with data that cannot be copied`)),
    given: copied.map((copy) => copy?.data),
  };
}
