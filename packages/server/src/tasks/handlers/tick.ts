import type { Clock } from "../../clock.ts";
import type { ScheduleRow, TriggersStore } from "../../stores/triggers/store.ts";
import { dueSlots, nextSlot, type Slot } from "../../triggers/slots.ts";
import type { Starter } from "../../triggers/starter.ts";
import { requestOf } from "../../triggers/trigger-input.ts";
import type { TaskHandlers, Tasks } from "../tasks.ts";

export interface TickGiven {
  readonly triggers: Pick<TriggersStore, "schedule" | "advance">;
  readonly starter: Starter;
  readonly tasks: Pick<Tasks, "poke">;
  readonly clock: Clock;
  readonly log: { info(details: object, message: string): void };
}

/** A schedule that is further ahead of the clock than this was moved on by a clock that was wrong. */
const mostAheadMs = 24 * 60 * 60 * 1000;

/**
 * Starts what is due of a schedule and plans its next tick. A slot is started once, whoever comes and however the clock
 * jumps: its start key is the slot itself, and the schedule only moves on from where it was read.
 */
export function tick(given: TickGiven): NonNullable<TaskHandlers["tick"]> {
  const { triggers, starter, tasks, clock, log } = given;

  const startAll = async (schedule: ScheduleRow, slots: readonly Slot[], signal: AbortSignal) => {
    for (const slot of slots) {
      signal.throwIfAborted();
      const trigger = tickVariables(schedule, slot);
      await starter.enqueue({
        ...{ workflowId: schedule.workflowId, startedBy: "schedule", trigger, request: requestOf(null) },
        startKey: `tick:${schedule.workflowId}/${trigger.scheduledAt}`,
        origin: { tick: slot.at },
      });
    }
  };

  return async ({ workflowId }, { signal }) => {
    const schedule = await triggers.schedule(workflowId);
    if (!schedule) return;
    const now = clock();
    const { doneUntil, missed } = schedule;
    if (doneUntil <= now) {
      const { start, leftOut } = dueSlots({ schedule, missed, doneUntil, now });
      if (!schedule.paused) {
        await startAll(schedule, start, signal);
        if (leftOut > 0) log.info({ workflowId, leftOut, missed }, "slots of a schedule had passed unseen");
      }
    }
    // A clock that was set back a little repeats nothing; one that had been far ahead does not stop the schedule.
    const reached = doneUntil > now + mostAheadMs ? now : Math.max(now, doneUntil);
    const nextAt = nextSlot(schedule, reached);
    if (await triggers.advance({ schedule, doneUntil: reached, nextAt, at: now })) tasks.poke();
  };
}

/** `trigger` of the expressions. `missed`: it is started later than it should have been. */
export function tickVariables({ timeZone }: Pick<ScheduleRow, "timeZone">, { at, missed }: Slot) {
  return { scheduledAt: new Date(at).toISOString(), timeZone, missed };
}
