import type { DebugSignature } from "../../front-door/auth/debug-signature.ts";
import type { SendersStore } from "../../stores/senders/store.ts";
import type { WorkflowsStore } from "../../stores/workflows/store.ts";
import type { DraftHistory } from "../../workflows/draft-history.ts";
import type { Publishing } from "../../workflows/publishing.ts";
import type { RunDocument } from "../../workflows/run.ts";
import { runWorkflow } from "../../workflows/run.ts";
import type { Workflows } from "../../workflows/workflows.ts";
import { nameOf } from "../caller-name.ts";
import { pageLimit } from "../page.ts";
import type { ContractImplementer } from "../router.ts";

export interface WorkflowsHandlersGiven {
  readonly workflows: Workflows;
  readonly publishing: Publishing;
  readonly draftHistory: DraftHistory;
  readonly workflowsStore: WorkflowsStore;
  readonly runDocument: RunDocument;
  readonly sendersStore: SendersStore;
  /** Resolves when what credentials were used for so far has arrived. */
  readonly sendersSettled: () => Promise<void>;
  readonly debugSignature: DebugSignature;
}

export function workflowsHandlers(api: ContractImplementer, given: WorkflowsHandlersGiven) {
  const {
    workflows,
    publishing,
    draftHistory,
    workflowsStore: store,
    runDocument,
    sendersStore,
    debugSignature,
  } = given;
  return {
    workflows: {
      list: api.workflows.list.handler(({ input }) => workflows.list({ ...input, limit: pageLimit(input) })),
      create: api.workflows.create.handler(({ input, context }) =>
        workflows.create(input.document, nameOf(context)),
      ),
      get: api.workflows.get.handler(({ input }) => workflows.get(input.id)),
      save: api.workflows.save.handler(({ input, context }) =>
        workflows.save({ ...input, by: nameOf(context) }),
      ),
      delete: api.workflows.delete.handler(({ input }) => workflows.trash(input.id)),
      trashed: api.workflows.trashed.handler(({ input }) =>
        workflows.trashed({ ...input, limit: pageLimit(input) }),
      ),
      untrash: api.workflows.untrash.handler(({ input }) => workflows.untrash(input.id)),
      publish: api.workflows.publish.handler(({ input, context }) =>
        publishing.publish({ ...input, by: nameOf(context) }),
      ),
      unpublish: api.workflows.unpublish.handler(({ input }) => publishing.unpublish(input.id)),
      pause: api.workflows.pause.handler(({ input }) => workflows.setPaused({ id: input.id, paused: true })),
      resume: api.workflows.resume.handler(({ input }) =>
        workflows.setPaused({ id: input.id, paused: false }),
      ),
      duplicate: api.workflows.duplicate.handler(({ input, context }) =>
        workflows.duplicate({ ...input, by: nameOf(context) }),
      ),
      rotateKey: api.workflows.rotateKey.handler(({ input }) => workflows.rotateKey(input)),
      setAlias: api.workflows.setAlias.handler(({ input }) => workflows.setAlias(input)),
      removeAlias: api.workflows.removeAlias.handler(({ input }) =>
        workflows.setAlias({ id: input.id, alias: null }),
      ),
      place: api.workflows.place.handler(({ input }) => workflows.place(input)),
      placements: api.workflows.placements.handler(() => workflows.placements()),
      moveFolder: api.workflows.moveFolder.handler(async ({ input }) => ({
        moved: await workflows.moveFolder(input),
      })),
      check: api.workflows.check.handler(async ({ input }) => ({ findings: await publishing.check(input) })),
      debugSignature: api.workflows.debugSignature.handler(({ input, context }) =>
        debugSignature(input, { showExpected: context.caller.kind === "person" }),
      ),
      senders: api.workflows.senders.handler(async ({ input }) => {
        // Throws for a workflow that is not there.
        await workflows.get(input.id);
        await given.sendersSettled();
        const uses = [...(await sendersStore.lastUsed(input.id))];
        return {
          senders: uses.map(([sender, at]) => ({ sender, lastUsedAt: new Date(at).toISOString() })),
        };
      }),
      run: api.workflows.run.handler(({ input }) => runWorkflow({ store, runDocument }, input)),
    },
    versions: {
      list: api.versions.list.handler(({ input }) =>
        publishing.versions({ ...input, limit: pageLimit(input) }),
      ),
      get: api.versions.get.handler(({ input }) => publishing.version(input)),
      restore: api.versions.restore.handler(({ input, context }) =>
        publishing.restore({ ...input, by: nameOf(context) }),
      ),
      diff: api.versions.diff.handler(({ input }) => publishing.diff(input)),
    },
    moments: {
      list: api.moments.list.handler(({ input }) => draftHistory.list({ ...input, limit: pageLimit(input) })),
      get: api.moments.get.handler(({ input }) => draftHistory.get(input)),
      restore: api.moments.restore.handler(({ input, context }) =>
        draftHistory.restore({ ...input, by: nameOf(context) }),
      ),
    },
  };
}
