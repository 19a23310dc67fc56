import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Logger, makeWorkerUtils, type Runner, run, type WorkerEvents } from "graphile-worker";
import type pg from "pg";
import { addTasks } from "../stores/database/postgres/add-tasks.ts";
import { createPool } from "../stores/database/postgres/pool.ts";
import { isUnavailable, StoreUnavailableError } from "../stores/store-unavailable.ts";
import type { TasksLog } from "./embedded.ts";
import { announceWorkers, type LivingWorkers, unlockDeadWorkers } from "./graphile-workers.ts";
import { reasonOf, runHandler } from "./run-handler.ts";
import { defaultMaxAttempts, type FailedTask, type TaskHandlers, type Tasks } from "./tasks.ts";

export interface GraphileTasksOptions {
  readonly url: string;
  readonly log: TasksLog;
  /** Milliseconds since 1970; the database's clock decides what is due. */
  readonly clock: () => number;
  /** Tasks at once in this process. */
  readonly concurrency?: number;
  readonly maxAttempts?: number;
}

/** Behind LISTEN/NOTIFY, for a message that was missed. */
const pollMs = 5000;
/** How far ahead tasks of the future are looked for, so that they begin at their time and not at the next poll. */
const aheadMs = pollMs + 1000;
/** Those who store tasks in their own transactions poke often: looking ahead follows this long after, once. */
const aheadPauseMs = 50;
/** How often the tasks of dead workers are looked for: twice this is how long they stay locked. */
const sweepMs = 10_000;
const pauseMs = 50;

/** Straight from the library's table: its view cannot use the index that serves this for a million waiting tasks. */
const nextDueQuery = `select extract(epoch from min(run_at) - now()) * 1000 as wait from graphile_worker._private_jobs
  where is_available and priority = 0 and run_at > now() and run_at < now() + make_interval(secs => $1)`;

/** Tasks whose try ended with the library's idea of failure for ever. Those that a newer one of their key replaced are none. */
const failedQuery = `select task_identifier as kind, payload, attempts, last_error as error
  from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
    cross join lateral (select tasks.identifier as task_identifier) as named
  where attempts >= max_attempts and locked_at is null and last_error is not null order by jobs.id desc limit 100`;

/**
 * The queue of an installation of many processes: graphile-worker (https://worker.graphile.org). Its jobs are hints to look
 * at something whose truth is elsewhere: so a crash of the database may forget that one was done, and commits are not waited
 * for but where one is added.
 *
 * Its own tables must be there (`installGraphile`).
 */
export function createGraphileTasks(options: GraphileTasksOptions): Tasks & { close(): Promise<void> } {
  return new GraphileTasks(options);
}

/** Makes or upgrades the library's schema. Several processes may do so at once. */
export async function installGraphile(given: {
  readonly url: string;
  readonly log: TasksLog;
}): Promise<void> {
  const pool = createPool({ ...given, max: 2 });
  try {
    const utils = await makeWorkerUtils({ pgPool: pool, logger: loggerTo(given.log) });
    await utils.migrate();
    await utils.release();
  } finally {
    await pool.end();
  }
}

class GraphileTasks implements Tasks {
  readonly #options: Required<GraphileTasksOptions>;
  readonly #adding: pg.Pool;
  readonly #working: pg.Pool;
  #workers: LivingWorkers | undefined;
  #runner: Runner | undefined;
  #kinds: string[] = [];
  #active = false;
  #running = 0;
  #abort = new AbortController();
  #sweep: NodeJS.Timeout | undefined;
  #ahead: NodeJS.Timeout | undefined;
  #wake: NodeJS.Timeout | undefined;
  #pool: { nudge(count: number): void } | undefined;
  #suspects: ReadonlySet<string> = new Set();

  constructor(options: GraphileTasksOptions) {
    this.#options = { concurrency: 16, maxAttempts: defaultMaxAttempts, ...options };
    const { url, log } = options;
    this.#adding = createPool({ url, log, max: 2 });
    this.#working = createPool({ url, log, max: 5, durability: "relaxed" });
  }

  get going(): boolean {
    return this.#active && this.#runner !== undefined;
  }

  async add(task: Parameters<Tasks["add"]>[0]): Promise<void> {
    const { clock, maxAttempts } = this.#options;
    const client = await this.#connect();
    let broken = false;
    try {
      await client.query("BEGIN");
      await addTasks(client, { tasks: [task], at: clock(), maxAttempts });
      await client.query("COMMIT");
    } catch (cause) {
      broken = true;
      throw asUnavailable(cause);
    } finally {
      client.release(broken);
    }
    this.poke();
  }

  /** The commit that stores a task tells the workers of all processes; what is left is to wake them at its time. */
  poke(): void {
    if (this.#active) this.#ahead ??= setTimeout(() => void this.#lookAhead(), aheadPauseMs).unref();
  }

  async start(handlers: TaskHandlers): Promise<void> {
    const { url, log } = this.#options;
    this.#kinds = Object.keys(handlers);
    this.#abort = new AbortController();
    this.#workers = await announceWorkers({ url, log });
    this.#active = true;
    await this.#run(handlers);
    this.#sweep = setInterval(() => void this.#lookForDead(), sweepMs);
    this.#sweep.unref();
    this.poke();
  }

  async stop({ graceMs = 5000 }: { graceMs?: number } = {}): Promise<void> {
    if (!this.#active) return;
    this.#active = false;
    clearInterval(this.#sweep);
    clearTimeout(this.#ahead);
    clearTimeout(this.#wake);
    const stopped = this.#runner?.stop().catch(() => {});
    await Promise.race([stopped, delay(graceMs, undefined, { ref: false })]);
    this.#abort.abort();
    // Who runs on is taken for dead from here on, and others do its tasks.
    await this.#workers?.close();
  }

  async drain(): Promise<void> {
    for (;;) {
      const { rows } = await this.#adding.query<{ left: boolean }>(
        `select exists (select from graphile_worker.jobs where task_identifier = any($1::text[]) and run_at <= now()
          and attempts < max_attempts) or exists (select from graphile_worker.jobs
          where task_identifier = any($1::text[]) and locked_at is not null) as left`,
        [this.#kinds],
      );
      if (this.#running === 0 && rows[0]?.left === false) return;
      await delay(pauseMs);
    }
  }

  async failed(): Promise<FailedTask[]> {
    const { rows } = await this.#adding.query<FailedTask>(failedQuery);
    return rows;
  }

  async close(): Promise<void> {
    await this.stop({ graceMs: 0 });
    await Promise.all([this.#adding.end(), this.#working.end()]);
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#adding.connect();
    } catch (cause) {
      throw asUnavailable(cause);
    }
  }

  /** Runs the library, and again when it gives up: it ends itself when it cannot say that a task is done. */
  async #run(handlers: TaskHandlers): Promise<void> {
    const { concurrency, log } = this.#options;
    const events: WorkerEvents = new EventEmitter();
    events.on("worker:create", ({ worker }) => void this.#workers?.add(worker.workerId));
    events.on("pool:create", ({ workerPool }) => {
      this.#pool = workerPool;
    });
    const runner = await run({
      ...{ pgPool: this.#working, concurrency, events, logger: loggerTo(log), pollInterval: pollMs },
      noHandleSignals: true,
      parsedCronItems: [],
      // Without a batch nobody waits for these two: that the database is away would end the process as an unhandled rejection.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList: Object.fromEntries(this.#kinds.map((kind) => [kind, this.#performing(handlers, kind)])),
    });
    this.#runner = runner;
    const again = async (reason: unknown) => {
      this.#runner = undefined;
      while (this.#active) {
        log.warn({ reason: reasonOf(reason) }, "the queue stopped; it is started again");
        await delay(pollMs, undefined, { ref: false });
        if (!this.#active) return;
        try {
          return await this.#run(handlers);
        } catch {
          // Not back yet.
        }
      }
    };
    runner.promise.then(
      () => again("it ended"),
      (error) => again(error),
    );
  }

  #performing(handlers: TaskHandlers, kind: string) {
    return async (payload: unknown, { job }: { job: { attempts: number; max_attempts: number } }) => {
      const { attempts, max_attempts: most } = job;
      this.#running += 1;
      try {
        await runHandler(handlers, { kind, payload, signal: this.#abort.signal });
      } catch (err) {
        const { log } = this.#options;
        if (attempts >= most) log.error({ err, kind, attempts }, "a task failed too often and was put aside");
        else log.warn({ err, kind, attempts }, "a task failed; it is tried again");
        throw err;
      } finally {
        this.#running -= 1;
      }
    };
  }

  /** Wakes a worker of this process when the next task is due, and looks again. */
  async #lookAhead(): Promise<void> {
    let wait: number | null = null;
    try {
      const { rows } = await this.#working.query<{ wait: string | null }>(nextDueQuery, [aheadMs / 1000]);
      wait = rows[0]?.wait == null ? null : Number(rows[0].wait);
    } catch {
      // The poll is behind it.
    }
    this.#ahead = undefined;
    if (!this.#active) return;
    clearTimeout(this.#wake);
    const wake = () => {
      if (wait !== null) this.#pool?.nudge(this.#options.concurrency);
      this.poke();
    };
    this.#wake = setTimeout(wake, wait === null ? pollMs : Math.max(1, Math.ceil(wait))).unref();
  }

  async #lookForDead(): Promise<void> {
    try {
      this.#suspects = await unlockDeadWorkers(this.#working, this.#suspects);
    } catch (err) {
      this.#options.log.warn({ err }, "the tasks of dead workers could not be looked for");
    }
  }
}

function asUnavailable(cause: unknown): unknown {
  if (!isUnavailable(cause)) return cause;
  return new StoreUnavailableError(`the database cannot be written: ${reasonOf(cause)}`, { cause });
}

/** The library's log: what it says of single tasks is said by us, with their kind. */
function loggerTo(log: TasksLog): Logger {
  return new Logger(() => (level, message, meta) => {
    if (meta?.failure) return;
    if (level === "error") log.warn({ source: "graphile-worker" }, message);
  });
}
