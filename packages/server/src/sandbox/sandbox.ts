import type { SandboxJob, SandboxResult } from "@sluice/workflow/node-contract";
import { NodeError } from "@sluice/workflow/node-contract";
import { unavailable } from "./failures.ts";
import { FairQueue } from "./fair-queue.ts";
import {
  maxJobsOfProcess,
  maxMemoryBytes,
  maxValuesBytes,
  processOverheadBytes,
  restingBytes,
} from "./limits.ts";
import { residentBytes } from "./resident-memory.ts";
import { SandboxProcess } from "./sandbox-process.ts";

export interface SandboxSettings {
  /** The Node.js that runs it; left out: the one that runs the server. */
  readonly executable?: string;
  /** Processes at the same time. */
  readonly size?: number;
  /** Jobs that may wait. */
  readonly queued?: number;
  /** How long a process that is not the last one may be idle before it ends, in milliseconds. */
  readonly idleMs?: number;
  /** The same for the last one. */
  readonly lastIdleMs?: number;
  /** What a process may hold beyond its job's memory before it is killed, in bytes. */
  readonly overheadBytes?: number;
}

export interface Sandbox {
  /**
   * Rejects with a `NodeError`: `code-failed`, `code-timeout`, `code-memory`, `code-result`, `sandbox-unavailable`. Jobs of
   * different owners (workflows) take turns. An aborted signal takes the job out of the queue or kills it.
   * `begun` is called when a process takes it up.
   */
  run(
    job: SandboxJob,
    asked?: { owner?: string; signal?: AbortSignal; begun?: () => void },
  ): Promise<SandboxResult>;
  /** Kills what runs and resolves when no process is left. */
  close(): Promise<void>;
  /** Ids of the processes there are. */
  pids(): number[];
}

interface Waiting {
  readonly job: SandboxJob;
  readonly values: string;
  readonly start: (process: SandboxProcess) => Promise<void>;
  readonly reject: (reason: Error) => void;
}

/** The code sandbox: a few processes that start at first use. Nothing is started by calling this. */
export function createSandbox(settings: SandboxSettings = {}): Sandbox {
  const { executable = process.execPath, size = 2, queued = 500 } = settings;
  const { idleMs = 30_000, lastIdleMs = 300_000, overheadBytes = processOverheadBytes } = settings;
  const queue = new FairQueue<Waiting>(queued);
  const processes = new Set<SandboxProcess>();
  const idle = new Map<SandboxProcess, NodeJS.Timeout>();
  let starting = 0;
  let closed = false;

  function pump(): void {
    while (queue.size > 0) {
      const [free] = idle.keys();
      if (!free) break;
      clearTimeout(idle.get(free));
      idle.delete(free);
      const waiting = queue.take();
      if (waiting) void waiting.start(free).then(() => afterJob(free));
    }
    while (queue.size > starting && processes.size < size) void begin();
  }

  async function begin(): Promise<void> {
    starting += 1;
    try {
      const process = new SandboxProcess({ executable, overheadBytes });
      processes.add(process);
      void process.ended.then(() => forget(process));
      await process.ready;
      settleDown(process);
    } catch (cause) {
      const message =
        "the process that runs code could not be started; the server's operator has to look at it";
      queue.take()?.reject(new NodeError({ code: "sandbox-unavailable", message, cause }));
    } finally {
      starting -= 1;
    }
    pump();
  }

  async function afterJob(process: SandboxProcess): Promise<void> {
    const held = process.pid === undefined ? undefined : residentBytes(process.pid);
    if (process.jobs >= maxJobsOfProcess || (held !== undefined && held > restingBytes)) process.kill();
    else if (!process.gone && (await process.prepared())) settleDown(process);
    pump();
  }

  function settleDown(process: SandboxProcess): void {
    if (process.gone) return;
    process.rest();
    const others = processes.size - 1;
    const timer = setTimeout(() => process.kill(), others > 0 ? idleMs : lastIdleMs);
    timer.unref();
    idle.set(process, timer);
  }

  function forget(process: SandboxProcess): void {
    processes.delete(process);
    clearTimeout(idle.get(process));
    idle.delete(process);
    if (!closed) pump();
  }

  return {
    run(job, { owner = "", signal, begun } = {}) {
      if (closed) return Promise.reject(unavailable("the server is shutting down"));
      if (signal?.aborted) return Promise.reject(cancelled());
      const checked = { ...job, memoryBytes: Math.min(job.memoryBytes, maxMemoryBytes) };
      const values = JSON.stringify(job.values);
      if (Buffer.byteLength(values) > maxValuesBytes) {
        const message = `what the code sees is larger than ${maxValuesBytes} bytes of JSON`;
        return Promise.reject(new NodeError({ code: "code-memory", message }));
      }
      return new Promise<SandboxResult>((resolve, reject) => {
        let working: SandboxProcess | undefined;
        const waiting: Waiting = {
          job: checked,
          values,
          reject,
          start: async (process) => {
            working = process;
            begun?.();
            try {
              resolve(await process.run(checked, values));
            } catch (thrown) {
              reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
            } finally {
              signal?.removeEventListener("abort", abort);
            }
          },
        };
        const abort = () => {
          queue.remove(owner, waiting);
          reject(cancelled());
          working?.kill();
        };
        if (!queue.add(owner, waiting)) {
          reject(unavailable(`${queued} scripts and queries are waiting already; try again later`));
          return;
        }
        signal?.addEventListener("abort", abort, { once: true });
        pump();
      });
    },
    async close() {
      closed = true;
      for (let waiting = queue.take(); waiting; waiting = queue.take()) {
        waiting.reject(unavailable("the server is shutting down"));
      }
      const all = [...processes];
      for (const process of all) process.kill();
      await Promise.all(all.map(({ ended }) => ended));
    },
    pids: () => [...processes].flatMap(({ pid }) => pid ?? []),
  };
}

function cancelled(): NodeError {
  return new NodeError({ code: "code-failed", message: "the step was cancelled while its code ran" });
}
