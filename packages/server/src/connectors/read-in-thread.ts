import { Worker } from "node:worker_threads";
import type { OpenApiGiven, ReadOpenApi } from "./openapi/read-openapi.ts";
import type { ReadAnswer } from "./openapi/reading-thread.ts";
import { RefusedDocument } from "./openapi/refused.ts";

export interface ReaderLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

const usual: ReaderLimits = { timeoutMs: 60_000, memoryMb: 512 };

type ReadDocument = (given: OpenApiGiven) => Promise<ReadOpenApi>;

/**
 * Reads documents in a thread of its own, which is ended when it takes too long or too much memory: reading 10 MB of YAML takes
 * seconds, in which the front door must go on answering. One document at a time. Rejects with a `RefusedDocument`.
 */
export function createReader(limits: ReaderLimits = usual): ReadDocument {
  let last: Promise<unknown> = Promise.resolve();
  return (given) => {
    const reading = last.then(() => readOne(given, limits));
    last = reading.catch(() => {});
    return reading;
  };
}

function readOne(given: OpenApiGiven, { timeoutMs, memoryMb }: ReaderLimits): Promise<ReadOpenApi> {
  const worker = new Worker(new URL("./openapi/reading-thread.ts", import.meta.url), {
    workerData: given,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    env: {},
  });
  return new Promise<ReadOpenApi>((resolve, reject) => {
    const refuse = (message: string) => reject(new RefusedDocument({ at: [], message }));
    const timer = setTimeout(() => {
      refuse(`reading the document took longer than ${timeoutMs / 1000} s`);
      void worker.terminate();
    }, timeoutMs);
    worker.once("message", (answer: ReadAnswer) => {
      if (answer.kind === "read") resolve(answer.read);
      else reject(new RefusedDocument(...answer.issues));
    });
    worker.once("error", (error: Error & { code?: string }) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
        refuse(`reading the document takes more than ${memoryMb} MB`);
      else reject(error);
    });
    worker.once("exit", () => {
      clearTimeout(timer);
      refuse("the document could not be read");
    });
  });
}
