import type { WorkflowDocument } from "@sluice/workflow/document";
import { PublicError } from "../errors.ts";
import { readPublished } from "../front-door/read-trigger.ts";
import type { PublishedWorkflow } from "../stores/workflows/store.ts";

/** What runs of a workflow now. */
export interface Runs {
  readonly workflowId: string;
  readonly version: number;
  readonly document: WorkflowDocument;
}

/**
 * What requests that were held are run on. Throws what stands in the way of all of them: `workflow-not-published`,
 * `still-paused`, `trigger-not-webhook`, `trigger-unreadable`.
 */
export function insistOnRunning(workflowId: string, published: PublishedWorkflow | undefined): Runs {
  if (!published) throw new PublicError("workflow-not-published");
  if (published.paused) throw new PublicError("still-paused");
  const { version, document } = published;
  if (document.trigger.type !== "webhook") throw new PublicError("trigger-not-webhook");
  readPublished(document.trigger);
  return { workflowId, version, document };
}
