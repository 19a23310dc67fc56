import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Settings } from "../settings/settings.ts";
import type { PublishedWorkflow, WorkflowsStore } from "../stores/workflows/store.ts";
import type { Starter } from "../triggers/starter.ts";
import { inputFrom } from "../triggers/trigger-input.ts";
import { type FailureReport, sampleReport } from "./failure-report.ts";

/** The workflow that is told of failures. */
export interface ErrorWorkflow {
  /**
   * Starts an error workflow with a report, once for each `startKey`. The contract of its trigger is not enforced: what
   * the report does not hold is missing. False: it is not published, or paused.
   */
  start(given: {
    workflowId: string;
    startKey: string;
    report: FailureReport;
    executionId?: string;
  }): Promise<boolean>;
  /**
   * Starts it with a sample; the one of the instance when no workflow is named. Throws `no-error-workflow`,
   * `workflow-not-found` and `workflow-not-published`.
   */
  sendSample(workflowId: string | undefined): Promise<{ executionId: string }>;
}

export function createErrorWorkflow(given: {
  readonly workflows: Pick<WorkflowsStore, "get" | "published">;
  readonly settings: Pick<Settings, "get">;
  readonly starter: Starter;
  readonly executionUrl: (id: string) => string;
  readonly clock: Clock;
}): ErrorWorkflow {
  const { workflows, settings, starter, executionUrl, clock } = given;

  const enqueue = (given: {
    workflowId: string;
    published: PublishedWorkflow;
    startKey: string;
    report: FailureReport;
    executionId?: string;
  }) => {
    const { workflowId, published, startKey, report, executionId } = given;
    const { trigger, request } = inputFrom(published.document, report);
    const origin = executionId === undefined ? {} : { executionId };
    return starter.enqueue({ workflowId, startedBy: "failure", startKey, trigger, request, origin });
  };

  return {
    async start({ workflowId, ...more }) {
      const published = await workflows.published(workflowId);
      if (!published || published.paused) return false;
      return (await enqueue({ workflowId, published, ...more })) !== undefined;
    },

    async sendSample(named) {
      const workflowId = named ?? (await settings.get()).errorWorkflowId;
      if (workflowId === null) throw new PublicError("no-error-workflow");
      const published = await workflows.published(workflowId);
      if (!published) {
        throw new PublicError(
          (await workflows.get(workflowId)) ? "workflow-not-published" : "workflow-not-found",
        );
      }
      const at = clock();
      const { name, version } = published;
      const report = sampleReport({ workflow: { id: workflowId, name, version }, executionUrl, at });
      const startKey = `failure-sample:${newId("evt", at)}`;
      const started = await enqueue({ workflowId, published, startKey, report });
      if (!started) throw new PublicError("workflow-not-published");
      return { executionId: started.executionId };
    },
  };
}
