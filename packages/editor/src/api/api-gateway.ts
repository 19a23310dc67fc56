import { ProblemError } from "@sluice/api/client";
import { type Workflow, workflowSchema } from "@sluice/api/schemas";
import type { SaveAnswer, StoredWorkflow, WorkflowGateway, WorkflowState } from "../document/gateway.ts";
import { client } from "./client.ts";

/** The server, as the open document needs it. */
export const apiGateway: WorkflowGateway = {
  async read(id) {
    return toStored(await client.workflows.get({ id }));
  },
  async save({ id, revision, document }): Promise<SaveAnswer> {
    try {
      return { kind: "saved", workflow: toStored(await client.workflows.save({ id, revision, document })) };
    } catch (error) {
      return answerOf(error, id);
    }
  },
  async create(document) {
    return toStored(await client.workflows.create({ document }));
  },
};

async function answerOf(error: unknown, id: string): Promise<SaveAnswer> {
  if (!(error instanceof ProblemError)) return { kind: "unreachable" };
  const { code, detail, current, status } = error.problem;
  if (code === "stale-revision") {
    const known = workflowSchema.safeParse(current);
    const workflow = known.success ? known.data : await client.workflows.get({ id });
    return { kind: "stale", current: toStored(workflow) };
  }
  // A server that is starting, overloaded or being replaced gets the same patience as one that is away.
  if (status >= 500 || status === 429) return { kind: "unreachable" };
  return { kind: "refused", code, detail };
}

export function toStored(workflow: Workflow): StoredWorkflow {
  return { ...toState(workflow), draft: workflow.draft };
}

/** All but the draft, which an open document has its own of: for `learn`. */
export function toState(workflow: Workflow): WorkflowState {
  const { id, hookUrl, hookKey, alias, aliasUrl, revision, published, paused, changed } = workflow;
  const { publishedAt, updatedAt } = workflow;
  return {
    ...{ id, hookUrl, hookKey, alias, aliasUrl, revision, published, paused, changed },
    ...{ publishedAt, updatedAt },
  };
}
