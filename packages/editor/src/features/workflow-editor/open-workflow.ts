import type { WorkflowDocument } from "@sluice/workflow/document";
import { apiGateway } from "../../api/api-gateway.ts";
import { startAutosave } from "../../document/autosave.ts";
import type { StoredWorkflow } from "../../document/gateway.ts";
import { indexedDbDrafts, type LocalDrafts } from "../../document/local-drafts.ts";
import { createOpenDocument } from "../../document/open-document.ts";
import type { OpenWorkflow } from "../../document/open-document-context.ts";
import { resume } from "../../document/resume.ts";
import { selectNode } from "../../document/selection.ts";
import { claimTab, livingTabs, openTabLine } from "../../document/tab.ts";

/** By account: somebody else may sign in while the page lives. */
const draftsOf = new Map<string, LocalDrafts>();
/** One identity for the life of the page: the lock that it holds cannot be taken twice. */
let tabClaim: Promise<string> | undefined;

export interface Opened extends OpenWorkflow {
  /** Saves what can be saved and lets go of timers and channels. */
  close(): Promise<void>;
}

/** Opens a workflow in this page: continues with local edits, starts autosave, listens to the other tabs. */
export async function openWorkflow(
  workflow: StoredWorkflow,
  { readOnly, account }: { readonly readOnly: boolean; readonly account: string },
): Promise<Opened> {
  const drafts = draftsOf.get(account) ?? indexedDbDrafts(account);
  draftsOf.set(account, drafts);
  tabClaim ??= claimTab();
  const tab = await tabClaim;
  const { id } = workflow;
  const [kept, living] = await Promise.all([drafts.list(id).catch(() => []), livingTabs()]);
  // Edits of a time when they might be made stay where they are: who may not save them is not shown them as the draft.
  const found = readOnly ? undefined : resume({ workflow, drafts: kept, tab, living });
  const store = createOpenDocument({ workflow, resumed: found?.resumed, readOnly });
  if (isFresh(store.getState().document)) store.select(selectNode("trigger"));
  const line = openTabLine((news) => {
    if (news.workflowId === id && news.tab !== tab) void autosave.heard(news.revision);
  });
  const autosave = startAutosave({ store, gateway: apiGateway, drafts, line, tab });
  if (found && found.from.tab !== tab) {
    // What a closed tab left behind is ours now; its own copy goes once ours is stored.
    drafts.write({ ...found.from, tab });
    void drafts.settled().then(() => drafts.remove(id, found.from.tab));
  }
  return {
    store,
    autosave,
    async close() {
      await autosave.flush();
      autosave.stop();
      line.close();
      await drafts.settled();
    },
  };
}

/** Nothing was drawn or pasted yet: its first step is at the trigger. */
function isFresh({ nodes, trigger }: WorkflowDocument): boolean {
  const { variables } = trigger.config;
  return Object.keys(nodes).length === 0 && !(Array.isArray(variables) && variables.length > 0);
}
