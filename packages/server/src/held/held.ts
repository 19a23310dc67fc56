import { PublicError } from "../errors.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import { runHeldTask } from "../tasks/new-tasks.ts";
import type { Tasks } from "../tasks/tasks.ts";
import { type ReleaseGiven, release } from "./release.ts";
import { insistOnRunning } from "./runs.ts";

export interface HeldGiven extends ReleaseGiven {
  readonly deliveries: ReleaseGiven["deliveries"] & HeldReader;
  readonly workflows: Pick<WorkflowsStore, "get" | "published">;
  readonly intake: Pick<IntakeStore, "discardHeld">;
  readonly tasks: Pick<Tasks, "add">;
}

interface HeldReader {
  held(query: { workflowId: string; after: string; upTo?: string; limit: number }): Promise<string[]>;
  lastHeld(workflowId: string): Promise<string | undefined>;
  countHeld(workflowIds: readonly string[]): Promise<Map<string, number>>;
}

/** What a person does with the deliveries that came while a workflow was paused. */
export interface Held {
  /**
   * Runs these, at once and in the order of their arrival; or all that are held now, in the background, `perMinute` of them
   * (null: as fast as it goes). Resolves to how many. Throws `still-paused`, `workflow-not-published`, `trigger-not-webhook`,
   * `trigger-unreadable`, `delivery-not-held`; why one of these could not be run, once the others have.
   */
  run(given: {
    workflowId: string;
    deliveryIds?: readonly string[] | undefined;
    perMinute: number | null;
  }): Promise<number>;
  /** Lets these, or all that are held now, go. They stay to be read, with the reason. Resolves to how many. */
  discard(given: {
    workflowId: string;
    deliveryIds?: readonly string[] | undefined;
    note: string;
  }): Promise<number>;
}

/** Rows that are discarded in one transaction. */
const batch = 500;

export function createHeld(given: HeldGiven): Held {
  const { deliveries, workflows, intake, tasks, clock, hub } = given;

  const changed = async (workflowId: string): Promise<void> => {
    const { revision = 0, published = null } = (await workflows.get(workflowId)) ?? {};
    hub.publish({ kind: "workflow", workflowId, revision, published });
  };

  return {
    async run({ workflowId, deliveryIds, perMinute }) {
      const runs = insistOnRunning(workflowId, await workflows.published(workflowId));
      if (deliveryIds === undefined) {
        // What is held later, after another pause, waits for another word. By what is there and not by the clock: that of
        // the process which held it may be ahead.
        const upTo = await deliveries.lastHeld(workflowId);
        if (upTo === undefined) return 0;
        const count = (await deliveries.countHeld([workflowId])).get(workflowId) ?? 0;
        await tasks.add(runHeldTask({ workflowId, upTo, perMinute, runAt: clock() }));
        return count;
      }
      const all = await Promise.all(deliveryIds.map((id) => deliveries.get(id)));
      const isHeld = (one: (typeof all)[number]) =>
        one?.workflowId === workflowId && one.verdict === "held" && one.settledAt === null;
      if (!all.every(isHeld)) throw new PublicError("delivery-not-held");
      let count = 0;
      let problem: PublicError | undefined;
      for (const deliveryId of [...new Set(deliveryIds)].sort()) {
        const became = await release(given, { deliveryId, runs });
        if (became === "run") count += 1;
        if (became instanceof PublicError) problem ??= became;
        if (became === "full") throw new PublicError("overloaded", { headers: { "retry-after": "5" } });
      }
      await changed(workflowId);
      if (problem) throw problem;
      return count;
    },

    async discard({ workflowId, deliveryIds, note }) {
      const workflow = await workflows.get(workflowId);
      if (!workflow) throw new PublicError("workflow-not-found");
      const { config } = (await workflows.published(workflowId))?.document.trigger ?? workflow.draft.trigger;
      const dropBodies = config.keep === "variables";
      let count = 0;
      const discard = async (ids: readonly string[]) => {
        count += await intake.discardHeld({ workflowId, ids, note, now: clock(), dropBodies });
      };
      if (deliveryIds !== undefined) await discard(deliveryIds);
      for (let after = ""; deliveryIds === undefined; ) {
        const ids = await deliveries.held({ workflowId, after, limit: batch });
        if (ids.length > 0) await discard(ids);
        if (ids.length < batch) break;
        after = ids.at(-1) ?? after;
      }
      await changed(workflowId);
      return count;
    },
  };
}
