import type { Events } from "../../events/events.ts";
import { type Ancestry, followsFromTrouble } from "../../events/lineage.ts";
import type { ErrorWorkflow } from "../../failures/error-workflow.ts";
import { failureReport } from "../../failures/failure-report.ts";
import type { Settings } from "../../settings/settings.ts";
import type { ExecutionsStore } from "../../stores/executions/store.ts";
import type { WorkflowsStore } from "../../stores/workflows/store.ts";
import type { TaskHandlers } from "../tasks.ts";

export interface ReportFailureGiven {
  readonly executions: Pick<ExecutionsStore, "outcome">;
  readonly event: Ancestry["event"];
  readonly workflows: Pick<WorkflowsStore, "version">;
  readonly settings: Pick<Settings, "get">;
  readonly events: Pick<Events, "publish">;
  readonly errorWorkflow: Pick<ErrorWorkflow, "start">;
  readonly executionUrl: (id: string) => string;
  readonly log: { warn(details: object, message: string): void };
}

/**
 * Tells of an execution that failed or timed out, by design or by error: publishes `execution.failed` and starts the
 * error workflow, once each. What runs a draft is not reported, since somebody sits before it; nor is what an earlier
 * report has started, over whatever calls and events, so that no failure can feed itself.
 */
export function reportFailure(given: ReportFailureGiven): NonNullable<TaskHandlers["report-failure"]> {
  const { executions, workflows, settings, events, errorWorkflow, executionUrl, log } = given;
  const ancestry: Ancestry = { outcome: (id) => executions.outcome(id), event: given.event };

  return async ({ executionId }) => {
    const failed = await executions.outcome(executionId);
    if (!failed || (failed.status !== "failed" && failed.status !== "timed-out")) return;
    const { workflowId, version } = failed;
    if (version === null) return;
    if (await followsFromTrouble(executionId, ancestry)) {
      log.warn(
        { execution: executionId, workflow: workflowId },
        "what tells of failures has failed: not reported",
      );
      return;
    }
    const ran = await workflows.version({ id: workflowId, version, evenTrashed: true });
    const report = failureReport({ failed, workflowName: ran?.document.name ?? workflowId, executionUrl });
    await events.publish({
      ...{ type: "execution.failed", source: "sluice", data: report },
      ...{ id: `evt_failed_${executionId}`, executionId },
    });
    const own = ran?.document.settings?.errorWorkflow;
    const chosen = own === undefined ? (await settings.get()).errorWorkflowId : own;
    if (chosen === null) return;
    const startKey = `failure:${executionId}`;
    if (!(await errorWorkflow.start({ workflowId: chosen, startKey, report, executionId }))) {
      log.warn(
        { execution: executionId, errorWorkflow: chosen },
        "the error workflow is not published, or paused",
      );
    }
  };
}
