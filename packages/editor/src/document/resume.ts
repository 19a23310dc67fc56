import type { StoredWorkflow } from "./gateway.ts";
import { type History, remember } from "./history.ts";
import type { LocalDraft } from "./local-drafts.ts";
import type { Resumed } from "./open-document.ts";
import { sameMeaning } from "./share-structure.ts";

export interface Found {
  readonly workflow: StoredWorkflow;
  /** Local drafts of the workflow, newest first. */
  readonly drafts: readonly LocalDraft[];
  readonly tab: string;
  /** Tabs that are open; null where the browser cannot tell. */
  readonly living: ReadonlySet<string> | null;
}

/**
 * What to continue with when a workflow is opened: this tab's own draft after a reload, else the newest one
 * that a closed tab left behind, unsaved edits first. Undefined: nothing was left.
 */
export function resume({
  workflow,
  drafts,
  tab,
  living,
}: Found): { resumed: Resumed; from: LocalDraft } | undefined {
  const free = drafts.filter((draft) => draft.tab === tab || (living !== null && !living.has(draft.tab)));
  const from = free.find((draft) => draft.tab === tab) ?? free.find((draft) => draft.unsaved) ?? free[0];
  if (!from) return undefined;
  const { unfinished } = from;
  if (from.unsaved) {
    const { document, history, revision, base } = from;
    // The server may hold one of our own earlier states, whose answer the page did not live to see.
    const ours = knows(history, workflow) || sameMeaning(document, workflow.draft);
    return {
      from,
      resumed: { document, history, revision: ours ? workflow.revision : revision, unfinished, base },
    };
  }
  const changed = !sameMeaning(from.document, workflow.draft);
  const history = changed
    ? remember(from.history, from.document, { label: { key: "changedElsewhere" } })
    : from.history;
  // The server's own spelling (order of keys) is not an edit: ours stays, as after a save.
  const document = changed ? workflow.draft : from.document;
  return { from, resumed: { document, history, revision: workflow.revision, unfinished } };
}

function knows(history: History, workflow: StoredWorkflow): boolean {
  return [...history.past, ...history.future].some(({ document }) => sameMeaning(document, workflow.draft));
}
