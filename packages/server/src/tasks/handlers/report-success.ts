import { isoTime } from "../../clock.ts";
import type { Events } from "../../events/events.ts";
import { type Ancestry, followsFromSuccess } from "../../events/lineage.ts";
import type { ExecutionsStore } from "../../stores/executions/store.ts";
import type { WorkflowsStore } from "../../stores/workflows/store.ts";
import type { TaskHandlers } from "../tasks.ts";

export interface ReportSuccessGiven {
  readonly executions: Pick<ExecutionsStore, "outcome">;
  readonly event: Ancestry["event"];
  readonly workflows: Pick<WorkflowsStore, "version">;
  readonly events: Pick<Events, "publish">;
  readonly executionUrl: (id: string) => string;
}

/**
 * Publishes `execution.succeeded`, once for each execution. Not of drafts, since somebody sits before them, nor of what such
 * an event has started, over whatever calls and events: no success can feed itself.
 */
export function reportSuccess(given: ReportSuccessGiven): NonNullable<TaskHandlers["report-success"]> {
  const { executions, workflows, events, executionUrl } = given;
  const ancestry: Ancestry = { outcome: (id) => executions.outcome(id), event: given.event };

  return async ({ executionId: id }) => {
    const ended = await executions.outcome(id);
    if (ended?.status !== "succeeded" || ended.version === null) return;
    if (await followsFromSuccess(id, ancestry)) return;
    const { workflowId, version, status, startedBy, startedAt, finishedAt } = ended;
    const ran = await workflows.version({ id: workflowId, version, evenTrashed: true });
    const execution = {
      ...{ id, workflowId, workflowName: ran?.document.name ?? workflowId, version, status, startedBy },
      ...{ startedAt: isoTime(startedAt), finishedAt: isoTime(finishedAt), url: executionUrl(id) },
    };
    await events.publish({
      ...{ type: "execution.succeeded", source: "sluice", data: { execution } },
      ...{ id: `evt_succeeded_${id}`, executionId: id },
    });
  };
}
