import { setTimeout as delay } from "node:timers/promises";
import { Outage, type OutageLog } from "../outage.ts";
import type { Database } from "../stores/database/database.ts";
import { createWriter } from "../stores/database/writer.ts";
import { isUnavailable } from "../stores/store-unavailable.ts";
import { backoffMs } from "./backoff.ts";
import { type ClaimedTask, failedTasks, nextDue, taskOperations } from "./embedded-rows.ts";
import { reasonOf, runHandler } from "./run-handler.ts";
import { defaultMaxAttempts, type TaskHandlers, type Tasks } from "./tasks.ts";

export interface TasksLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface EmbeddedTasksOptions {
  readonly database: Database;
  readonly log: TasksLog & OutageLog;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Tasks at once. */
  readonly concurrency?: number;
  readonly maxAttempts?: number;
}

/** The clock may be set, and the machine may sleep: what is due is looked for at least this often, in milliseconds. */
const lookEveryMs = 1000;
const pauseMs = 20;

/** The queue of an installation that is one process: rows of the same file as everything else. */
export function createEmbeddedTasks(options: EmbeddedTasksOptions): Tasks {
  return new EmbeddedTasks(options);
}

class EmbeddedTasks implements Tasks {
  readonly #options: Required<EmbeddedTasksOptions>;
  readonly #writer;
  readonly #running = new Map<number, Promise<void>>();
  #handlers: TaskHandlers = {};
  #kinds: string[] = [];
  #active = false;
  #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  readonly #unclaimed: Outage;
  readonly #unsaid: Outage;
  #looking = false;
  #again = false;
  /** Nothing was to be had a moment ago: whoever pokes waits for the timer. */
  #rests = false;

  constructor(options: EmbeddedTasksOptions) {
    this.#options = { concurrency: 16, maxAttempts: defaultMaxAttempts, ...options };
    this.#unclaimed = new Outage(options.log, {
      begun: "tasks could not be claimed; it is tried again until it works",
      over: "tasks are claimed again",
    });
    this.#unsaid = new Outage(options.log, {
      begun: "the end of a task could not be stored; it is tried again until it works",
      over: "the ends of tasks are stored again",
    });
    const { write } = options.database;
    this.#writer = createWriter(write.$client, taskOperations(write));
  }

  get going(): boolean {
    return this.#active;
  }

  async add(task: Parameters<Tasks["add"]>[0]): Promise<void> {
    await this.#writer.write("add", { task, at: this.#options.clock() });
    this.poke();
  }

  poke(): void {
    if (this.#active && !this.#rests) void this.#look();
  }

  async start(handlers: TaskHandlers): Promise<void> {
    const { clock, maxAttempts } = this.#options;
    await this.#writer.write("recovered", { at: clock(), maxAttempts });
    this.#handlers = handlers;
    this.#kinds = Object.keys(handlers);
    this.#abort = new AbortController();
    this.#active = true;
    this.#rests = false;
    this.poke();
  }

  async stop({ graceMs = 5000 }: { graceMs?: number } = {}): Promise<void> {
    this.#active = false;
    clearTimeout(this.#timer);
    await Promise.race([this.#idle(), delay(graceMs, undefined, { ref: false })]);
    const left = [...this.#running.keys()];
    this.#abort.abort();
    // An orderly end is not the fault of what runs long.
    if (left.length > 0) await this.#write(() => this.#writer.write("released", left));
    await this.#writer.drain();
  }

  async drain(): Promise<void> {
    while (this.#active) {
      await this.#idle();
      const next = nextDue(this.#options.database.read, this.#kinds);
      if (next === null || next > this.#options.clock()) return;
      this.poke();
      await delay(pauseMs);
    }
  }

  async failed() {
    return failedTasks(this.#options.database.read);
  }

  async #idle(): Promise<void> {
    while (this.#running.size > 0 || this.#looking) {
      await Promise.all([...this.#running.values(), delay(this.#looking ? 1 : 0)]);
    }
  }

  /** Claims what is due while there is room; one look at a time. */
  async #look(): Promise<void> {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    let restMs: number | undefined;
    try {
      do {
        this.#again = false;
        await this.#claim();
      } while (this.#again && this.#active);
    } catch (error) {
      restMs = this.#unclaimed.failed(error);
    } finally {
      this.#looking = false;
      this.#sleep(restMs);
    }
  }

  async #claim(): Promise<void> {
    const { clock, concurrency } = this.#options;
    const limit = concurrency - this.#running.size;
    const at = clock();
    const next = limit > 0 ? nextDue(this.#options.database.read, this.#kinds) : null;
    if (next === null || next > at) return;
    const claimed = await this.#writer.write("claim", { kinds: this.#kinds, at, limit });
    this.#unclaimed.worked();
    for (const task of claimed) this.#begin(task);
    this.#again ||= claimed.length === limit;
  }

  #begin(task: ClaimedTask): void {
    const run = this.#perform(task).finally(() => {
      this.#running.delete(task.id);
      this.poke();
    });
    this.#running.set(task.id, run);
  }

  async #perform(task: ClaimedTask): Promise<void> {
    const { id, kind, attempts } = task;
    const { clock, maxAttempts, log } = this.#options;
    const { signal } = this.#abort;
    try {
      await runHandler(this.#handlers, { kind, signal, payload: JSON.parse(task.payload) });
      await this.#write(() => this.#writer.write("done", id));
    } catch (err) {
      if (signal.aborted) return;
      const last = attempts >= maxAttempts;
      const retryAt = last ? null : clock() + backoffMs(attempts);
      if (last) log.error({ err, kind, attempts }, "a task failed too often and was put aside");
      else log.warn({ err, kind, attempts }, "a task failed; it is tried again");
      await this.#write(() => this.#writer.write("failed", { id, error: reasonOf(err), retryAt }));
    }
  }

  /** A full disk is waited for: what was done must not be done again because it could not be said. */
  async #write(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await write();
        this.#unsaid.worked();
        return;
      } catch (error) {
        if (!isUnavailable(error)) this.#options.log.warn({ err: error }, "the end of a task is not stored");
        else this.#unsaid.failed(error);
        if (!isUnavailable(error) || !this.#active) return;
        await delay(lookEveryMs, undefined, { ref: false });
      }
    }
  }

  /** Until the next task is due, and after a failure until it may work again. */
  #sleep(restMs: number | undefined): void {
    clearTimeout(this.#timer);
    if (!this.#active) return;
    this.#rests = restMs !== undefined;
    this.#timer = setTimeout(() => {
      this.#rests = false;
      this.poke();
    }, restMs ?? this.#untilDue());
    this.#timer.unref();
  }

  #untilDue(): number {
    if (this.#running.size >= this.#options.concurrency) return lookEveryMs;
    const next = this.#nextOr(null);
    const wait = next === null ? lookEveryMs : next - this.#options.clock();
    return Math.min(lookEveryMs, Math.max(1, wait));
  }

  #nextOr(otherwise: number | null): number | null {
    try {
      return nextDue(this.#options.database.read, this.#kinds);
    } catch {
      return otherwise;
    }
  }
}
