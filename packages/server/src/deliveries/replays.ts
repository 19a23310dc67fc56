import { mostReplayed, type Replay, type ReplayVersion } from "@sluice/api/schemas";
import { type Clock, isoTime } from "../clock.ts";
import { newDeliveryId } from "../engine/new-id.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import type { ReplaySelection, ReplaysStore, StoredReplay } from "../stores/replays/store.ts";
import { replayTask } from "../tasks/new-tasks.ts";
import type { Tasks } from "../tasks/tasks.ts";
import { selectionQuery } from "./delivery-query.ts";

export interface ReplaysGiven {
  readonly store: ReplaysStore;
  readonly deliveries: Pick<DeliveriesStore, "count">;
  readonly tasks: Pick<Tasks, "add">;
  readonly clock: Clock;
}

export interface ReplayAsked {
  readonly selection: ReplaySelection;
  readonly version: ReplayVersion;
  readonly perSecond: number;
  readonly dryRun: boolean;
  readonly count: number | undefined;
  readonly upTo: string | undefined;
  readonly by: string | null;
}

/** Replays of many deliveries: counted first, begun when the count is confirmed. */
export interface Replays {
  /** Throws `replay-too-many` and `replay-count-changed`; `invalid-request` when nothing was confirmed. */
  ask(asked: ReplayAsked): Promise<{ count: number; notKept: number; upTo: string; replay: Replay | null }>;
  list(query: { before?: string | undefined; limit: number }): Promise<Replay[]>;
  /** Throws `replay-not-found`, as the next. */
  get(id: string): Promise<Replay>;
  stop(id: string): Promise<Replay>;
}

export function createReplays(given: ReplaysGiven): Replays {
  const { store, deliveries, tasks, clock } = given;
  const get = async (id: string): Promise<Replay> => {
    const found = await store.get(id);
    if (!found) throw new PublicError("replay-not-found");
    return toReplay(found);
  };

  return {
    get,
    list: async (query) => (await store.list(query)).map(toReplay),
    async ask({ selection, version, perSecond, dryRun, count, upTo: asked, by }) {
      const at = clock();
      // What comes from now on is not meant.
      const upTo = asked ?? newDeliveryId(at);
      const found = await deliveries.count({ ...selectionQuery(selection), upTo, most: mostReplayed + 1 });
      if (found.count > mostReplayed) {
        throw new PublicError("replay-too-many", { members: { most: mostReplayed } });
      }
      if (dryRun) return { ...found, upTo, replay: null };
      if (count === undefined || asked === undefined) {
        const message = "give the count and upTo that a dryRun answered, or dryRun: true";
        throw new PublicError("invalid-request", { members: { issues: [{ at: ["count"], message }] } });
      }
      if (found.count !== count) {
        throw new PublicError("replay-count-changed", { members: { count: found.count } });
      }
      const replay: StoredReplay = {
        ...{ id: newId("rpl", at), state: "running", version, perSecond, selection, upTo, total: count },
        ...{ after: null, underway: null, accepted: 0, refused: 0, skipped: 0, lastProblem: null },
        ...{ createdBy: by, createdAt: at, finishedAt: null },
      };
      await store.create(replay);
      await tasks.add(replayTask(replay.id));
      return { ...found, upTo, replay: toReplay(replay) };
    },
    async stop(id) {
      await store.end({ id, state: "stopped", at: clock() });
      return get(id);
    },
  };
}

function toReplay(stored: StoredReplay): Replay {
  const { id, state, version, perSecond, total, accepted, refused, skipped, lastProblem, createdBy } = stored;
  const { createdAt, finishedAt } = stored;
  return {
    ...{ id, state, version, perSecond, total, accepted, refused, skipped, lastProblem, createdBy },
    createdAt: new Date(createdAt).toISOString(),
    finishedAt: isoTime(finishedAt),
  };
}
