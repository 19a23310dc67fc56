import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import { selectionQuery } from "../../deliveries/delivery-query.ts";
import { newDeliveryId } from "../../engine/new-id.ts";
import { PublicError } from "../../errors.ts";
import type { RunAgain } from "../../front-door/run-again.ts";
import type { DeliveriesStore } from "../../stores/deliveries/store.ts";
import type { ReplayProgress, ReplaysStore, StoredReplay } from "../../stores/replays/store.ts";
import { replayTask } from "../new-tasks.ts";
import type { TaskHandlers, Tasks } from "../tasks.ts";

export interface ReplayGiven {
  readonly replays: ReplaysStore;
  readonly deliveries: Pick<DeliveriesStore, "following" | "summaries">;
  readonly runAgain: RunAgain;
  readonly tasks: Pick<Tasks, "add">;
  readonly clock: Clock;
  /** Longest that one task goes on before it makes room for others, in milliseconds (default 20 s). */
  readonly sliceMs?: number;
}

/** Without a sign of life for so long it is anybody's, in milliseconds: longer than the slowest pace waits. */
const leaseMs = 60_000;
const atOnce = 100;
/** What cannot be run again, whatever is in it. */
const impossible: ReadonlySet<string> = new Set([
  ...["body-not-kept", "delivery-not-found", "version-not-found", "workflow-not-found"],
  ...["workflow-not-published", "trigger-unreadable", "delivery-still-held"],
]);
/** Before a delivery that could not be taken in is tried again. */
const overloadedMs = 1000;

/**
 * Goes on with a replay: one delivery after the other at its pace. Which one is next, and under which id, is on disk before
 * it runs, so that none runs twice whatever happens in between.
 */
export function replay(given: ReplayGiven): NonNullable<TaskHandlers["replay"]> {
  const { replays, tasks, clock, sliceMs = 20_000 } = given;
  return async ({ replayId: id }, { signal }) => {
    const holder = randomUUID();
    const now = clock();
    const claimed = await replays.claim({ id, holder, now, until: now + leaseMs });
    if (!claimed) return;
    const slice = new Slice(given, { replay: claimed, holder, signal, endsAt: performance.now() + sliceMs });
    if ((await slice.run()) === "more") await tasks.add(replayTask(id));
  };
}

class Slice {
  readonly #given: ReplayGiven;
  readonly #replay: StoredReplay;
  readonly #holder: string;
  readonly #signal: AbortSignal;
  readonly #endsAt: number;
  #progress: ReplayProgress;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(
    given: ReplayGiven,
    slice: { replay: StoredReplay; holder: string; signal: AbortSignal; endsAt: number },
  ) {
    this.#given = given;
    this.#replay = slice.replay;
    this.#holder = slice.holder;
    this.#signal = slice.signal;
    this.#endsAt = slice.endsAt;
    const { after, underway, accepted, refused, skipped, lastProblem } = slice.replay;
    this.#progress = { after, underway, accepted, refused, skipped, lastProblem };
  }

  async run(): Promise<"more" | "over"> {
    const { replays, deliveries, clock } = this.#given;
    const { underway } = this.#progress;
    if (underway) {
      // A process went in the middle of it: was it stored?
      const [stored] = await deliveries.summaries([underway.deliveryId]);
      if (stored) this.#count("accepted", underway.source);
      else if (!(await this.#runOne(underway))) return this.#letGo();
    }
    for (;;) {
      const ids = await this.#next();
      if (ids.length === 0) {
        if (await this.#write(null)) await replays.end({ id: this.#replay.id, state: "done", at: clock() });
        return "over";
      }
      for (const source of ids) {
        if (!(await this.#pace())) return this.#letGo();
        const next = { source, deliveryId: newDeliveryId(clock()) };
        this.#progress = { ...this.#progress, underway: next };
        if (!(await this.#write(clock() + leaseMs))) return this.#stopped();
        if (!(await this.#runOne(next))) return this.#letGo();
      }
    }
  }

  /** Those that are next, in the order they came. */
  async #next(): Promise<string[]> {
    const { selection, upTo } = this.#replay;
    const after = this.#progress.after ?? undefined;
    return this.#given.deliveries.following({ ...selectionQuery(selection), after, upTo, limit: atOnce });
  }

  /** False: this slice is over before it was this one's turn. */
  async #pace(): Promise<boolean> {
    const wait = this.#lastAt + 1000 / this.#replay.perSecond - performance.now();
    if (wait > 0) await delay(wait, undefined, { signal: this.#signal }).catch(() => {});
    if (this.#signal.aborted || performance.now() > this.#endsAt) return false;
    this.#lastAt = performance.now();
    return true;
  }

  /** False: it could not be taken in before this slice was over; it is still under way. */
  async #runOne({ source, deliveryId }: { source: string; deliveryId: string }): Promise<boolean> {
    const { version } = this.#replay;
    for (;;) {
      try {
        await this.#given.runAgain({ id: source, version, deliveryId });
        this.#count("accepted", source);
        return true;
      } catch (error) {
        if (!(error instanceof PublicError)) throw error;
        if (error.code !== "overloaded") {
          this.#count(
            impossible.has(error.code) ? "skipped" : "refused",
            source,
            `${source}: ${error.code}. ${error.message}`,
          );
          return true;
        }
      }
      await delay(overloadedMs, undefined, { signal: this.#signal }).catch(() => {});
      if (this.#signal.aborted || performance.now() > this.#endsAt) return false;
    }
  }

  #count(what: "accepted" | "refused" | "skipped", source: string, problem?: string): void {
    const { lastProblem } = this.#progress;
    this.#progress = {
      ...this.#progress,
      ...{ after: source, underway: null, lastProblem: problem ?? lastProblem },
      [what]: this.#progress[what] + 1,
    };
  }

  #write(until: number | null): Promise<boolean> {
    const { id } = this.#replay;
    return this.#given.replays.progress({ id, holder: this.#holder, until, progress: this.#progress });
  }

  async #letGo(): Promise<"more" | "over"> {
    return (await this.#write(null)) ? "more" : "over";
  }

  /** What was to be next is not begun. */
  async #stopped(): Promise<"over"> {
    this.#progress = { ...this.#progress, underway: null };
    await this.#write(null);
    return "over";
  }
}
