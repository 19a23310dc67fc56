import type { Execution } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { PublicError } from "../errors.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";

/** What the engine is asked for: run this document now, without the front door's checks. */
export type RunDocument = (given: {
  workflowId: string;
  version: number | null;
  revision: number;
  document: WorkflowDocument;
  input: { body?: Json; query?: JsonObject; headers?: Record<string, string> };
}) => Promise<Execution>;

/**
 * Runs the draft (also when nothing is said) or a version with the given input.
 * Throws `workflow-not-found` and `version-not-found`.
 */
export async function runWorkflow(
  { store, runDocument }: { store: WorkflowsStore; runDocument: RunDocument },
  given: {
    id: string;
    version?: number | "draft" | undefined;
    input: {
      body?: Json | undefined;
      query?: JsonObject | undefined;
      headers?: Record<string, string> | undefined;
    };
  },
): Promise<Execution> {
  const { id, version = "draft" } = given;
  const workflow = await store.get(id);
  if (!workflow) throw new PublicError("workflow-not-found");
  const { body, query, headers } = given.input;
  const common = {
    workflowId: id,
    revision: workflow.revision,
    input: {
      ...(body === undefined ? {} : { body }),
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { headers }),
    },
  };
  if (version === "draft") return runDocument({ ...common, version: null, document: workflow.draft });
  const frozen = await store.version({ id, version });
  if (!frozen) throw new PublicError("version-not-found");
  return runDocument({ ...common, version, document: frozen.document });
}
