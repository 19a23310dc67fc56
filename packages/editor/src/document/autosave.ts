import { placeId, type Side } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { StoredWorkflow, WorkflowGateway } from "./gateway.ts";
import type { LocalDrafts } from "./local-drafts.ts";
import { mergeDrafts } from "./merge-drafts.ts";
import type { OpenDocumentStore } from "./open-document.ts";
import { sameMeaning } from "./share-structure.ts";
import type { TabLine } from "./tab.ts";
import { longestKept } from "./unfinished.ts";

/** Milliseconds of rest after an edit before it is saved, and the longest that steady typing puts it off. */
const restBeforeSave = 700;
const longestPutOff = 4000;
/** Milliseconds before an unreachable server is tried again: doubled each time. */
const firstRetry = 1500;
const longestRetry = 30_000;

export interface AutosaveNeeds {
  readonly store: OpenDocumentStore;
  readonly gateway: WorkflowGateway;
  readonly drafts: LocalDrafts;
  readonly line: Pick<TabLine, "tell">;
  readonly tab: string;
}

export interface Autosave {
  /** Saves now. Resolves when nothing is left to save, or when it cannot be saved for now. */
  flush(): Promise<void>;
  /** Another session or tab says that it saved this workflow. */
  heard(revision: number): Promise<void>;
  /** The way out of a conflict; undo takes back what was decided, then my own steps. Takes the edits of both; where both changed one setting, what was decided (by `placeId`). */
  merge(decisions: ReadonlyMap<string, Side>): Promise<void>;
  /** Keeps the local side as a new workflow, and the other's side here. Answers the new workflow. */
  keepCopy(name: string): Promise<StoredWorkflow>;
  /** Stops timers and listening. Edits made so far stay in the local drafts. */
  stop(): void;
}

/** Keeps the open document saved: locally at once, on the server after a moment of rest. */
export function startAutosave({ store, gateway, drafts, line, tab }: AutosaveNeeds): Autosave {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueBy = 0;
  let retryAfter = firstRetry;
  let saving: Promise<void> | undefined;
  let heardRevision = 0;
  let stopped = false;

  function keepLocally(): void {
    const { workflow, document, revision, history, stored, unfinished } = store.getState();
    drafts.write({
      workflowId: workflow.id,
      tab,
      document,
      base: stored,
      revision,
      unsaved: document !== stored && !sameMeaning(document, stored),
      history,
      unfinished: unfinished.filter(({ text }) => text.length <= longestKept),
      writtenAt: Date.now(),
    });
  }

  function schedule(rest: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void flush(), rest);
  }

  const unsubscribe = store.subscribe((now, before) => {
    const parts = ["document", "history", "stored", "unfinished"] as const;
    if (parts.some((part) => now[part] !== before[part])) keepLocally();
    if (now.document === before.document || now.save.state !== "unsaved") return;
    if (before.save.state !== "unsaved") dueBy = Date.now() + longestPutOff;
    schedule(Math.max(0, Math.min(restBeforeSave, dueBy - Date.now())));
  });

  async function saveOnce(): Promise<void> {
    const { workflow, document, revision } = store.getState();
    store.setState({ save: { state: "saving" } });
    const answer = await gateway.save({ id: workflow.id, revision, document });
    if (answer.kind === "saved") {
      retryAfter = firstRetry;
      store.saved(document, answer.workflow);
      line.tell({ workflowId: workflow.id, revision: answer.workflow.revision, tab });
    } else if (answer.kind === "stale") {
      meet(answer.current, store.getState().stored);
    } else if (answer.kind === "refused") {
      store.setState({ save: { state: "failed", code: answer.code, detail: answer.detail } });
    } else {
      store.setState({ save: { state: "offline" } });
      schedule(retryAfter);
      retryAfter = Math.min(longestRetry, retryAfter * 2);
    }
  }

  /**
   * Meets what another session saved: edits of both that do not touch the same setting become one draft by themselves, and
   * only those that do are a conflict. `base` is what both began with.
   */
  function meet(theirs: StoredWorkflow, base: WorkflowDocument): void {
    const { document } = store.getState();
    if (sameMeaning(document, theirs.draft) || sameMeaning(document, base)) {
      store.takeTheirs(theirs, { rebased: onto(theirs, base) });
      return;
    }
    if (sameMeaning(base, theirs.draft)) {
      const { draft: stored, revision } = theirs;
      store.setState({
        ...{ stored, revision, save: { state: "unsaved" }, conflict: null, conflictBase: null },
      });
      return;
    }
    try {
      const { document: merged, conflicts } = mergeDrafts({ base, mine: document, theirs: theirs.draft });
      if (conflicts.length === 0) {
        store.takeTheirs(theirs, { merged, rebased: onto(theirs, base) });
        return;
      }
    } catch (error) {
      // What cannot be merged is for the person, who can keep a copy; a draft must never be what cannot be opened.
      reportError(error);
    }
    store.setState({ conflict: theirs, conflictBase: base, save: { state: "conflict" } });
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (saving) {
      await saving;
      return flush();
    }
    const { state } = store.getState().save;
    if (state === "saved" || state === "conflict") return;
    if (state === "failed" && sameMeaning(store.getState().document, store.getState().stored)) return;
    saving = saveOnce().finally(() => {
      saving = undefined;
    });
    await saving;
    if (heardRevision > store.getState().revision) await heard(heardRevision);
    if (store.getState().save.state === "unsaved") return flush();
  }

  async function heard(revision: number): Promise<void> {
    heardRevision = Math.max(heardRevision, revision);
    if (saving || stopped || heardRevision <= store.getState().revision) return;
    if (store.getState().save.state === "conflict") return;
    const theirs = await gateway.read(store.getState().workflow.id);
    if (saving || stopped || theirs.revision <= store.getState().revision) return;
    meet(theirs, store.getState().stored);
  }

  const wake = (): void => {
    if (store.getState().save.state === "offline") void flush();
  };
  const hide = (): void => {
    if (document.visibilityState === "hidden") void flush();
  };
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", hide);
  const { conflict: overtaken, conflictBase: begun } = store.getState();
  if (overtaken && begun) meet(overtaken, begun);
  if (store.getState().save.state === "unsaved") schedule(0);

  return {
    flush,
    heard,
    async merge(decisions) {
      const { conflict, conflictBase: base, document: mine } = store.getState();
      if (!conflict) return;
      const sides = { base, mine, theirs: conflict.draft };
      const { document, conflicts } = mergeDrafts({ ...sides, decisions });
      const allMine = new Map(conflicts.map(({ at }) => [placeId(at), "mine" as const]));
      store.takeTheirs(conflict, {
        merged: document,
        rebased: base === null ? null : onto(conflict, base, decisions),
        undecided: mergeDrafts({ ...sides, decisions: allMine }).document,
      });
      await flush();
    },
    async keepCopy(name) {
      const { conflict, document: mine } = store.getState();
      const copy = await gateway.create({ ...mine, name });
      // My steps live on in the copy.
      if (conflict) store.takeTheirs(conflict, { rebased: null });
      return copy;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", hide);
    },
  };
}

/** What a document of my history becomes when another's edits of the same beginning lie under it. */
function onto(theirs: StoredWorkflow, base: WorkflowDocument, decisions?: ReadonlyMap<string, Side>) {
  return (mine: WorkflowDocument): WorkflowDocument =>
    mergeDrafts({ base, mine, theirs: theirs.draft, ...(decisions ? { decisions } : {}) }).document;
}
