import type { Clock } from "../clock.ts";
import type { EventsStore } from "../stores/events/store.ts";
import type { ReplaysStore } from "../stores/replays/store.ts";
import type { TriggersStore } from "../stores/triggers/store.ts";
import { fanOutTask, pruneTask, replayTask, tickTask } from "./new-tasks.ts";
import type { Tasks } from "./tasks.ts";

const everyMs = 30_000;
/** What is this late was not only waiting for its turn, in milliseconds. */
const lateMs = 10_000;
/** The first pruning waits until the start is over. */
const firstPruneMs = 60_000;
const atOnce = 500;

export interface SweepGiven {
  readonly tasks: Pick<Tasks, "add">;
  readonly triggers: Pick<TriggersStore, "due" | "planned">;
  readonly events: Pick<EventsStore, "waiting">;
  readonly replays: Pick<ReplaysStore, "idle">;
  readonly clock: Clock;
  readonly log: { error(details: object, message: string): void };
}

/**
 * A task is only a hint: the truth is the row that is due. Adds the tasks of all schedules at start, and again what
 * should have been done by now and was not, every half minute. A task that is there already is not added twice.
 */
export async function startSweep(given: SweepGiven): Promise<{ stop(): void }> {
  const { tasks, triggers, events, replays, clock, log } = given;

  const sweep = async () => {
    const now = clock();
    for (const workflowId of await triggers.due({ at: now - lateMs, limit: atOnce })) {
      await tasks.add(tickTask({ workflowId, runAt: now }));
    }
    for (const eventId of await events.waiting({ before: now - lateMs, limit: atOnce })) {
      await tasks.add(fanOutTask(eventId));
    }
    for (const replayId of await replays.idle({ now })) await tasks.add(replayTask(replayId));
  };

  for (let after = ""; ; ) {
    const planned = await triggers.planned({ after, limit: atOnce });
    for (const { workflowId, nextAt } of planned) await tasks.add(tickTask({ workflowId, runAt: nextAt }));
    const last = planned.at(-1);
    if (last === undefined || planned.length < atOnce) break;
    after = last.workflowId;
  }
  await tasks.add(pruneTask(clock() + firstPruneMs));
  await sweep();
  const timer = setInterval(() => {
    sweep().catch((err: unknown) =>
      log.error({ err }, "what is late could not be looked for; tried again soon"),
    );
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
