import type { DraftMoment, DraftMomentSummary, Workflow } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { PublicError } from "../errors.ts";
import type { Moment, MomentRow } from "../stores/workflows/store.ts";
import type { WorkflowsDependencies } from "./dependencies.ts";
import { draftFor } from "./draft-secrets.ts";
import { existing, presentChanged } from "./present.ts";
import { staleRevision } from "./workflows.ts";

/** How long what a draft was can be looked at and had back (docs/drawing.md), in milliseconds. */
export const draftHistoryMs = 30 * 24 * 60 * 60 * 1000;

/** What a draft was in the last 30 days. Each throws `workflow-not-found` where there is no such workflow. */
export interface DraftHistory {
  list(given: {
    id: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<{ items: DraftMomentSummary[]; nextCursor: string | null }>;
  /** Throws `moment-not-found`. */
  get(given: { id: string; moment: number }): Promise<DraftMoment>;
  /** Makes a moment the draft again. Throws `moment-not-found` and `stale-revision`. */
  restore(given: { id: string; moment: number; revision: number; by: string | null }): Promise<Workflow>;
}

export function createDraftHistory(given: WorkflowsDependencies): DraftHistory {
  const { store } = given;
  const find = async ({ id, moment }: { id: string; moment: number }): Promise<Moment> => {
    const found = await store.moment({ id, revision: moment });
    if (found) return found;
    await existing(given, id);
    throw new PublicError("moment-not-found");
  };
  return {
    async list({ id, limit, cursor }) {
      const page = await store.moments({ id, limit, ...(cursor ? { cursor } : {}) });
      if (!page) throw new PublicError("workflow-not-found");
      return { items: page.items.map(toSummary), nextCursor: page.nextCursor };
    },
    async get(wanted) {
      const found = await find(wanted);
      return { ...toSummary(found), document: found.document };
    },
    async restore({ id, moment, revision, by }) {
      const { document } = await find({ id, moment });
      return replaceDraft(given, { id, revision, document, by });
    },
  };
}

/** Makes a document the draft as a whole; what the draft was stays as a moment. Throws `stale-revision`. */
export async function replaceDraft(
  given: WorkflowsDependencies,
  wanted: { id: string; revision: number; document: WorkflowDocument; by: string | null },
): Promise<Workflow> {
  const { id, revision, document, by } = wanted;
  const draft = draftFor({ vault: given.vault, workflowId: id, document });
  const result = await given.store.save({ id, revision, draft, at: given.clock(), by, apart: true });
  if (result.kind === "missing") throw new PublicError("workflow-not-found");
  if (result.kind === "stale") throw await staleRevision(given, result.current);
  return presentChanged(given, result.workflow);
}

function toSummary({ revision, begunAt, savedAt, savedBy }: MomentRow): DraftMomentSummary {
  return {
    revision,
    begunAt: new Date(begunAt).toISOString(),
    savedAt: new Date(savedAt).toISOString(),
    savedBy,
  };
}
