import type { LocalDraft, LocalDrafts } from "../local-drafts.ts";

/** Local drafts in memory, cloned on their way in and out as a database does. */
export function memoryDrafts(): LocalDrafts & { readonly all: Map<string, LocalDraft> } {
  const all = new Map<string, LocalDraft>();
  return {
    all,
    async list(workflowId) {
      const found = [...all.values()].filter((draft) => draft.workflowId === workflowId);
      return structuredClone(found).sort((one, other) => other.writtenAt - one.writtenAt);
    },
    write(draft) {
      all.set(`${draft.workflowId} ${draft.tab}`, structuredClone(draft));
    },
    async remove(workflowId, tab) {
      all.delete(`${workflowId} ${tab}`);
    },
    async settled() {},
  };
}
