import { type ChildProcessByStdio, spawn } from "node:child_process";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Json, SandboxJob } from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";
import { jobError, readFailure } from "./failures.ts";
import { FrameError, FrameReader } from "./frame-reader.ts";
import {
  graceMs,
  maxConsoleLineLength,
  maxConsoleLines,
  maxMemoryBytes,
  maxResultBytes,
  memoryPollMs,
  realmOverheadBytes,
  startMs,
} from "./limits.ts";
import { type Failure, frameHeaderBytes, frameKinds, type JobHeader, type RealmBounds } from "./messages.ts";
import { processFlags } from "./process-flags.ts";
import { processSources } from "./process-sources.ts";
import { residentBytes } from "./resident-memory.ts";

export interface Answer {
  readonly value: Json;
  readonly console: string[];
}

interface Running {
  readonly job: SandboxJob;
  readonly console: string[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
  readonly timer: NodeJS.Timeout;
  readonly watch: NodeJS.Timeout;
}

const bounds: RealmBounds = {
  lines: maxConsoleLines,
  lineLength: maxConsoleLineLength,
  resultBytes: maxResultBytes,
  wasmBytes: maxMemoryBytes + realmOverheadBytes,
};

/**
 * One sandbox process, seen from the server: an own Node.js with an empty environment, three pipes and no right to
 * files, processes, threads or add-ons. It does one job at a time and is killed from here when it takes too long or too
 * much. It never fails the server: whatever becomes of it ends in its job's rejection and in `ended`.
 */
export class SandboxProcess {
  /** Resolves when it can take its first job; rejects when it ended before. */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone, however that came. */
  readonly ended: Promise<void>;
  /** Jobs it has done. */
  jobs = 0;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #overheadBytes: number;
  #running: Running | undefined;
  #killedFor: Failure["kind"] | undefined;
  /** The end of what it wrote on standard error: only Node itself writes there. */
  #lastWords = "";
  #prepared = Promise.withResolvers<void>();

  constructor({ executable, overheadBytes }: { executable: string; overheadBytes: number }) {
    this.#overheadBytes = overheadBytes;
    const { wasm, prelude, jsonata, jsonpathPlus } = processSources();
    const program = fileURLToPath(new URL("./child.mjs", import.meta.url));
    this.#child = spawn(executable, [...processFlags(), program, JSON.stringify(bounds)], {
      cwd: dirname(program),
      env: {},
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    const frames = new FrameReader(maxResultBytes + frameHeaderBytes, (kind, payload) =>
      this.#take(kind, payload),
    );
    this.#child.stdout.on("data", (chunk: Buffer) => {
      try {
        frames.push(chunk);
      } catch {
        this.#kill("broken");
      }
    });
    this.#child.stderr.on("data", (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString()).slice(-2000);
    });
    // A write to a process that is gone: its end says the rest.
    this.#child.stdin.on("error", () => {});
    this.ended = new Promise((resolve) => {
      this.#child.once("close", resolve);
      this.#child.once("error", () => resolve());
    });
    this.ready = this.#start();
    this.ready.catch(() => {});
    void this.ended.then(() => this.#fail({ kind: this.#killedFor ?? "broken" }));
    this.#send(frameKinds.wasm, wasm);
    for (const text of [prelude, jsonata, jsonpathPlus]) this.#send(frameKinds.text, Buffer.from(text));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get gone(): boolean {
    return this.#killedFor !== undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Rejects with a `NodeError`. One job at a time, and none before `ready`. */
  run(job: SandboxJob, values: string): Promise<Answer> {
    this.#prepared = Promise.withResolvers();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#kill("timeout"), job.timeoutMs + graceMs);
      const watch = setInterval(() => this.#lookAtMemory(job), memoryPollMs);
      this.#running = { job, console: [], resolve, reject, timer, watch };
      this.#child.ref();
      const { language, timeoutMs, memoryBytes } = job;
      const header: JobHeader = { language, timeoutMs, memoryBytes };
      for (const text of [JSON.stringify(header), job.source, values]) {
        this.#send(frameKinds.text, Buffer.from(text));
      }
    });
  }

  /** Lets the event loop end while it has nothing to do. */
  rest(): void {
    this.#child.unref();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      if ("unref" in stream && typeof stream.unref === "function") stream.unref();
    }
  }

  kill(): void {
    this.#kill("broken");
  }

  /** Resolves when the process is ready for another job; false when it is gone. */
  prepared(): Promise<boolean> {
    return Promise.race([this.#prepared.promise.then(() => true), this.ended.then(() => false)]);
  }

  async #start(): Promise<void> {
    const timer = setTimeout(() => this.#kill("broken"), startMs);
    try {
      if (!(await this.prepared())) {
        throw new Error(`the sandbox process ended before it was ready: ${this.#lastWords}`);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #send(kind: number, payload: Buffer): void {
    const header = Buffer.alloc(frameHeaderBytes);
    header.writeUInt8(kind, 0);
    header.writeUInt32BE(payload.length, 1);
    this.#child.stdin.write(header);
    this.#child.stdin.write(payload);
  }

  #take(kind: number, payload: Buffer): void {
    if (kind === frameKinds.ready) {
      this.#prepared.resolve();
      return;
    }
    const running = this.#running;
    if (!running) throw new FrameError("a word without a job");
    if (kind === frameKinds.line) {
      // One more than the bound: the line that says that others are left out.
      if (running.console.length > maxConsoleLines) throw new FrameError("too many lines");
      running.console.push(payload.toString().slice(0, maxConsoleLineLength + 1));
    } else if (kind === frameKinds.value) this.#answer(payload.toString());
    else if (kind === frameKinds.failure) this.#fail(readFailure(payload.toString()));
    else throw new FrameError(`a frame of the kind ${kind}`);
  }

  #answer(text: string): void {
    const read = parseJsonText(text);
    if (!read.ok) this.#fail({ kind: "result", message: read.message });
    else this.#settle((running) => running.resolve({ value: read.value, console: running.console }));
  }

  #fail(failure: Failure): void {
    this.#settle((running) => running.reject(jobError(failure, running.job, running.console)));
  }

  #settle(how: (running: Running) => void): void {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    this.jobs += 1;
    clearTimeout(running.timer);
    clearInterval(running.watch);
    how(running);
  }

  #lookAtMemory(job: SandboxJob): void {
    const held = this.pid === undefined ? undefined : residentBytes(this.pid);
    if (held !== undefined && held > job.memoryBytes + this.#overheadBytes) this.#kill("memory");
  }

  #kill(reason: Failure["kind"]): void {
    this.#killedFor ??= reason;
    this.#child.kill("SIGKILL");
  }
}
