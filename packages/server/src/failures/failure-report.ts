import type { JsonObject } from "@sluice/workflow/node-contract";
import { isoTime } from "../clock.ts";
import type { ExecutionOutcome } from "../stores/executions/store.ts";

/** What an error workflow gets, and what the event `execution.failed` carries. Times are RFC 3339 in UTC. */
export interface FailureReport extends JsonObject {
  execution: {
    id: string;
    workflowId: string;
    workflowName: string;
    /** Null: it ran the draft. */
    version: number | null;
    status: string;
    startedBy: string;
    startedAt: string | null;
    finishedAt: string | null;
    /** Where it is seen in the editor. */
    url: string;
  };
  /** `node`: key of the node that failed; null: the execution as a whole did. */
  error: { code: string; message: string; node: string | null };
  /** An `end: failed` said so; no error happened. */
  byDesign: boolean;
  /** Nothing has failed: somebody tries the error workflow. */
  sample: boolean;
}

/** The report of an execution that failed or timed out. */
export function failureReport(given: {
  readonly failed: ExecutionOutcome;
  readonly workflowName: string;
  readonly executionUrl: (id: string) => string;
}): FailureReport {
  const { failed, workflowName, executionUrl } = given;
  const { id, workflowId, version, status, startedBy, error, failedByDesign } = failed;
  const unnamed =
    status === "timed-out"
      ? {
          code: "execution-timeout",
          message: "The execution took longer than its workflow allows.",
          node: null,
        }
      : { code: "execution-failed", message: "The execution failed.", node: null };
  const { code, message, node } = error ?? unnamed;
  return {
    execution: {
      ...{ id, workflowId, workflowName, version, status, startedBy, url: executionUrl(id) },
      startedAt: isoTime(failed.startedAt),
      finishedAt: isoTime(failed.finishedAt),
    },
    error: { code, message, node },
    byDesign: failedByDesign,
    sample: false,
  };
}

/** A report in which nothing is true but the workflow, to try an error workflow with. */
export function sampleReport(given: {
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly executionUrl: (id: string) => string;
  readonly at: number;
}): FailureReport {
  const { workflow, executionUrl, at } = given;
  const id = "exe_00000000000000000000SAMPLE";
  return {
    execution: {
      ...{ id, workflowId: workflow.id, workflowName: workflow.name, version: workflow.version },
      ...{ status: "failed", startedBy: "delivery", url: executionUrl(id) },
      startedAt: isoTime(at - 1200),
      finishedAt: isoTime(at),
    },
    error: { code: "sample-error", message: "This is a sample: nothing has failed.", node: "example" },
    byDesign: false,
    sample: true,
  };
}
