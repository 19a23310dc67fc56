/**
 * What goes over the pipe between the server and a sandbox process: frames of one byte for the kind, four for the
 * length (big endian) and the payload. The process is given, in this order,
 * - once: `wasm`, `text` (prelude), `text` (JSONata's library), `text` (jsonpath-plus's library);
 * - for each job: `text` (a `JobHeader`), `text` (source), `text` (the values as JSON);
 * and says `ready` before each job, then any number of `line`, then one `value` (JSON text) or `failure` (a `Failure`).
 */
export const frameKinds = { wasm: 1, text: 2, ready: 3, line: 4, value: 5, failure: 6 } as const;

export const frameHeaderBytes = 5;

export interface JobHeader {
  readonly language: "javascript" | "jsonata" | "jsonpath-plus";
  readonly timeoutMs: number;
  readonly memoryBytes: number;
}

/** What the process is told at its start, as its first argument. */
export interface RealmBounds {
  readonly lines: number;
  readonly lineLength: number;
  readonly resultBytes: number;
  /** Size at which the WebAssembly memory stops to grow. */
  readonly wasmBytes: number;
}

/** How a job failed. `broken`: the process cannot be used again. */
export interface Failure {
  readonly kind: "thrown" | "syntax" | "timeout" | "never" | "memory" | "result" | "too-large" | "broken";
  readonly name?: string;
  readonly message?: string;
  /** From 1, in the job's source. */
  readonly line?: number;
  readonly column?: number;
  /** Characters from the beginning of a query. */
  readonly position?: number;
}
