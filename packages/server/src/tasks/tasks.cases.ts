import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { StoreUnavailableError } from "../stores/store-unavailable.ts";
import type { NewTask, TaskHandlers, Tasks } from "./tasks.ts";

export interface TasksUnderTest {
  readonly tasks: Tasks;
  /** The same queue as another process, or the next one, sees it. */
  another(): Promise<Tasks>;
  /** Stores tasks in a transaction of the caller's, which is taken back when `fail` says so. */
  addWithin(given: { tasks: readonly NewTask[]; fail?: boolean }): Promise<void>;
  /** Another process begins what waits and is killed in the middle of it. */
  beginAndKill(): Promise<void>;
  /** Takes the database away. */
  breakDatabase(): Promise<void>;
  remove(): Promise<void>;
}

/** Tries of a task in these cases. */
export const maxAttempts = 2;

/** What every queue promises. */
export function tasksCases(open: () => Promise<TasksUnderTest>): void {
  let under: TasksUnderTest;
  let tasks: Tasks;
  beforeEach(async () => {
    under = await open();
    tasks = under.tasks;
  });
  afterEach(() => under.remove());

  const tick = (workflowId: string, more: Partial<NewTask<"tick">> = {}): NewTask<"tick"> => ({
    ...{ kind: "tick", payload: { workflowId } },
    ...more,
  });
  /** Handlers that write down what they were called with. */
  const recorder = () => {
    const seen: string[] = [];
    const handlers: TaskHandlers = {
      tick: async ({ workflowId }) => {
        seen.push(workflowId);
      },
    };
    return { seen, handlers };
  };

  it("performs what was stored before it began, and what comes later, at once", async () => {
    const { seen, handlers } = recorder();
    await tasks.add(tick("before \u0000 \ud800 🎈"));
    await tasks.start(handlers);
    await tasks.drain();
    expect(seen).toEqual(["before \u0000 \ud800 🎈"]);
    const from = performance.now();
    await tasks.add(tick("after"));
    await expect.poll(() => seen, { interval: 5 }).toHaveLength(2);
    expect(performance.now() - from).toBeLessThan(2000);
  });

  it("performs each task once, in the order of their times", async () => {
    const { seen, handlers } = recorder();
    const now = Date.now();
    for (const [at, name] of [3, 1, 2].entries())
      await tasks.add(tick(String(name), { runAt: now - 9000 + name * 10 + at }));
    await tasks.start({ ...handlers, tick: handlers.tick ?? (async () => {}) });
    await tasks.drain();
    expect([...seen].sort()).toEqual(["1", "2", "3"]);
    await tasks.drain();
    expect(seen).toHaveLength(3);
  });

  it("leaves kinds without a handler to others", async () => {
    const { seen, handlers } = recorder();
    await tasks.add({ kind: "prune", payload: {} });
    await tasks.add(tick("a"));
    await tasks.start(handlers);
    await tasks.drain();
    expect(seen).toEqual(["a"]);
    const prune = vi.fn(async () => {});
    await tasks.stop();
    await tasks.start({ prune });
    await tasks.drain();
    expect(prune).toHaveBeenCalledTimes(1);
  });

  it("waits for a task's time", async () => {
    const { seen, handlers } = recorder();
    await tasks.start(handlers);
    const from = Date.now();
    await tasks.add(tick("later", { runAt: from + 700 }));
    await tasks.drain();
    expect(seen).toEqual([]);
    await expect.poll(() => seen, { timeout: 9000 }).toEqual(["later"]);
    expect(Date.now() - from).toBeGreaterThanOrEqual(690);
    expect(Date.now() - from).toBeLessThan(3000);
  });

  it("keeps one waiting task of a key, at the earliest of its times", async () => {
    const { seen, handlers } = recorder();
    const now = Date.now();
    await tasks.add(tick("k", { key: "k", runAt: now + 60_000 }));
    await tasks.add(tick("k", { key: "k", runAt: now - 1000 }));
    await tasks.add(tick("k", { key: "k", runAt: now + 120_000 }));
    await Promise.all(Array.from({ length: 8 }, () => tasks.add(tick("many", { key: "many" }))));
    await tasks.add(tick("other", { key: "other", runAt: now + 60_000 }));
    await tasks.start(handlers);
    await tasks.drain();
    expect(seen.sort()).toEqual(["k", "many"]);
  });

  it("takes a task of a key whose task is being performed: something may have changed since it began", async () => {
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    await tasks.start({
      tick: async () => {
        begun += 1;
        if (begun === 1) await gate.promise;
      },
    });
    await tasks.add(tick("k", { key: "k" }));
    await expect.poll(() => begun).toBe(1);
    await tasks.add(tick("k", { key: "k" }));
    await expect.poll(() => begun).toBe(2);
    gate.resolve();
    await tasks.drain();
    expect(begun).toBe(2);
  });

  it("stores tasks in the caller's transaction, or not at all", async () => {
    const { seen, handlers } = recorder();
    await tasks.start(handlers);
    const many = ["a", "b", "c"].map((name) => tick(name, { key: name }));
    await under.addWithin({ tasks: [...many, tick("a", { key: "a" }), tick("plain")] });
    tasks.poke();
    await expect.poll(() => seen.length).toBe(4);
    await under.addWithin({ tasks: [tick("lost")], fail: true }).catch(() => {});
    tasks.poke();
    await tasks.drain();
    expect(seen.sort()).toEqual(["a", "b", "c", "plain"]);
  });

  it("tries again what failed, later, and puts aside what failed too often", async () => {
    const tries: number[] = [];
    const { seen, handlers } = recorder();
    await tasks.start({
      ...handlers,
      "report-failure": async () => {
        tries.push(Date.now());
        throw new Error(`no luck ${tries.length}`);
      },
    });
    await tasks.add({ kind: "report-failure", payload: { executionId: "exe_1" } });
    await tasks.add(tick("goes on"));
    await expect.poll(() => tries.length, { timeout: 20_000 }).toBe(maxAttempts);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBeGreaterThan(1000);
    await expect
      .poll(() => tasks.failed())
      .toEqual([
        {
          ...{ kind: "report-failure", payload: { executionId: "exe_1" }, attempts: maxAttempts },
          error: `no luck ${maxAttempts}`,
        },
      ]);
    expect(seen).toEqual(["goes on"]);
  });

  it("stops when what runs has ended", async () => {
    let ended = false;
    await tasks.start({
      tick: async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        ended = true;
      },
    });
    await tasks.add(tick("slow"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await tasks.stop({ graceMs: 5000 });
    expect(ended).toBe(true);
  });

  it("aborts what runs longer than it is given, and lets the next process do it", async () => {
    const signals: AbortSignal[] = [];
    await tasks.start({
      tick: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signals.push(signal);
          signal.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    await tasks.add(tick("long"));
    await expect.poll(() => signals.length).toBe(1);
    await tasks.stop({ graceMs: 50 });
    expect(signals[0]?.aborted).toBe(true);
    const { seen, handlers } = recorder();
    const next = await under.another();
    await next.start(handlers);
    await expect.poll(() => seen, { timeout: 40_000 }).toEqual(["long"]);
    await next.stop();
  });

  it("does what a process that was killed had begun", async () => {
    await tasks.add(tick("orphan"));
    await under.beginAndKill();
    const { seen, handlers } = recorder();
    await tasks.start(handlers);
    await expect.poll(() => seen, { timeout: 50_000 }).toEqual(["orphan"]);
  }, 60_000);

  it("says that the database is not there", async () => {
    await under.breakDatabase();
    await expect(tasks.add(tick("a"))).rejects.toBeInstanceOf(StoreUnavailableError);
  });
}
