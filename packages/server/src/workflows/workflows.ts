import type { TrashedWorkflow, Workflow, WorkflowListRow } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { WorkflowRecord } from "../stores/workflows/store.ts";
import { listeningOf } from "../triggers/listening.ts";
import { pausedEvent } from "./change-events.ts";
import type { WorkflowsDependencies } from "./dependencies.ts";
import { draftFor, withoutSecrets } from "./draft-secrets.ts";
import { newHookKey } from "./hook-key.ts";
import { createPlacing, type Placing } from "./placing.ts";
import { existing, present, presentAll, presentChanged } from "./present.ts";
import { trashMs } from "./trash-time.ts";

const maxNameLength = 200;

/** What can be done with workflows besides publishing. Each throws `workflow-not-found` where there is none. */
export interface Workflows extends Placing {
  list(given: {
    limit: number;
    cursor?: string | undefined;
    q?: string | undefined;
    folder?: string | undefined;
    tag?: string | undefined;
  }): Promise<{ items: WorkflowListRow[]; nextCursor: string | null }>;
  get(id: string): Promise<Workflow>;
  /** `by`: who is said to have made it, for the draft's history. */
  create(document: WorkflowDocument, by?: string | null): Promise<Workflow>;
  /** Throws `stale-revision` with what is stored as `current`. */
  save(given: {
    id: string;
    revision: number;
    document: WorkflowDocument;
    by?: string | null;
  }): Promise<Workflow>;
  /** The draft under a new id and key; secrets are not copied. */
  duplicate(given: { id: string; name?: string | undefined; by?: string | null }): Promise<Workflow>;
  setPaused(given: { id: string; paused: boolean }): Promise<Workflow>;
  /** The old key goes on working for that long, not at all when left out. */
  rotateKey(given: { id: string; keepOldForSeconds?: number | undefined }): Promise<Workflow>;
  /** Null takes it away. Throws `alias-taken` with whose it is. */
  setAlias(given: { id: string; alias: string | null }): Promise<Workflow>;
  trash(id: string): Promise<void>;
  /** The last deleted first. */
  trashed(given: {
    limit: number;
    cursor?: string | undefined;
  }): Promise<{ items: TrashedWorkflow[]; nextCursor: string | null }>;
  /** Takes it out of the trash as it was; one that is not in it is answered as it is. */
  untrash(id: string): Promise<Workflow>;
}

export function createWorkflows(given: WorkflowsDependencies): Workflows {
  const { store, vault, clock } = given;

  const create = async (document: WorkflowDocument, by: string | null = null): Promise<Workflow> => {
    const at = clock();
    const id = newId("wf", at);
    const draft = draftFor({ vault, workflowId: id, document });
    return presentChanged(given, await store.create({ id, hookKey: newHookKey(), draft, at, by }));
  };

  return {
    create,

    ...createPlacing(given),

    async list({ limit, cursor, q, folder, tag }) {
      const page = await store.list({
        limit,
        ...(cursor ? { cursor } : {}),
        ...(q ? { q } : {}),
        ...(folder === undefined ? {} : { folder }),
        ...(tag === undefined ? {} : { tag }),
      });
      return { items: await presentAll(given, page.items), nextCursor: page.nextCursor };
    },

    async get(id) {
      return present(given, await existing(given, id));
    },

    async save({ id, revision, document, by = null }) {
      const draft = draftFor({ vault, workflowId: id, document });
      const result = await store.save({ id, revision, draft, at: clock(), by });
      if (result.kind === "missing") throw new PublicError("workflow-not-found");
      if (result.kind === "stale") throw await staleRevision(given, result.current);
      return presentChanged(given, result.workflow);
    },

    async duplicate({ id, name, by = null }) {
      const { draft, folder, tags } = await existing(given, id);
      const suffix = " (copy)";
      const copied = name ?? draft.name.slice(0, maxNameLength - suffix.length) + suffix;
      const copy = await create({ ...withoutSecrets(draft), name: copied }, by);
      // A copy stands beside what it was made from.
      await store.place({ id: copy.id, folder, tags });
      return { ...copy, folder, tags: [...tags] };
    },

    async setPaused({ id, paused }) {
      const { draft } = await existing(given, id);
      const event = pausedEvent({ id, name: draft.name, paused, at: clock() });
      if (!(await store.setPaused({ id, paused, event }))) throw new PublicError("workflow-not-found");
      given.tasks.poke();
      return presentChanged(given, await existing(given, id));
    },

    async rotateKey({ id, keepOldForSeconds = 0 }) {
      const oldUntil = clock() + keepOldForSeconds * 1000;
      if (!(await store.rotateKey({ id, hookKey: newHookKey(), oldUntil }))) {
        throw new PublicError("workflow-not-found");
      }
      return presentChanged(given, await existing(given, id));
    },

    async setAlias({ id, alias }) {
      const result = await store.setAlias({ id, alias });
      if (result.kind === "missing") throw new PublicError("workflow-not-found");
      // Whoever may write workflows may see them all.
      if (result.kind === "taken") throw new PublicError("alias-taken", { members: { workflow: result.by } });
      return presentChanged(given, await existing(given, id));
    },

    async trash(id) {
      const { revision, published } = await existing(given, id);
      if (!(await store.trash({ id, at: clock() }))) throw new PublicError("workflow-not-found");
      // Who has it open learns that it is gone.
      given.hub.publish({ kind: "workflow", workflowId: id, revision, published });
    },

    async trashed({ limit, cursor }) {
      const page = await store.trashed({ limit, ...(cursor ? { cursor } : {}) });
      const items = page.items.map(({ trashedAt, tags, ...row }) => ({
        ...row,
        tags: [...tags],
        deletedAt: new Date(trashedAt).toISOString(),
        goneAt: new Date(trashedAt + trashMs).toISOString(),
      }));
      return { items, nextCursor: page.nextCursor };
    },

    async untrash(id) {
      const at = clock();
      if (await store.untrash({ id, at, listeningOf: (document) => listeningOf(document, at) })) {
        given.tasks.poke();
      }
      return presentChanged(given, await existing(given, id));
    },
  };
}

/** Somebody else has saved in between: both sides are needed to go on, so theirs comes with the error. */
export async function staleRevision(
  given: WorkflowsDependencies,
  current: WorkflowRecord,
): Promise<PublicError> {
  return new PublicError("stale-revision", { members: { current: await present(given, current) } });
}
