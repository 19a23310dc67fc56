import type { StoredWorkflow, WorkflowGateway } from "./gateway.ts";
import { remember } from "./history.ts";
import type { LocalDrafts } from "./local-drafts.ts";
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
  /** Ways out of a conflict. Each leaves the other side in the history, where undo finds it. */
  keepMine(): Promise<void>;
  takeTheirs(): void;
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
      meet(answer.current);
    } else if (answer.kind === "refused") {
      store.setState({ save: { state: "failed", code: answer.code, detail: answer.detail } });
    } else {
      store.setState({ save: { state: "offline" } });
      schedule(retryAfter);
      retryAfter = Math.min(longestRetry, retryAfter * 2);
    }
  }

  /** Compares with what another session saved: only two different edits are a conflict. */
  function meet(theirs: StoredWorkflow): void {
    const { document, stored } = store.getState();
    if (sameMeaning(document, theirs.draft) || sameMeaning(document, stored)) {
      store.takeOver(theirs, { key: "changedElsewhere" });
    } else if (sameMeaning(stored, theirs.draft)) {
      store.setState({ stored: theirs.draft, revision: theirs.revision, save: { state: "unsaved" } });
    } else {
      store.setState({ conflict: theirs, save: { state: "conflict" } });
    }
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
    meet(theirs);
  }

  const wake = (): void => {
    if (store.getState().save.state === "offline") void flush();
  };
  const hide = (): void => {
    if (document.visibilityState === "hidden") void flush();
  };
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", hide);
  if (store.getState().save.state === "unsaved") schedule(0);

  return {
    flush,
    heard,
    async keepMine() {
      const { conflict, document: mine, history } = store.getState();
      if (!conflict) return;
      const { draft, ...workflow } = conflict;
      store.setState({
        workflow,
        stored: draft,
        revision: workflow.revision,
        history: remember(history, draft, { label: { key: "keptMine" } }),
        conflict: null,
        save: { state: sameMeaning(mine, draft) ? "saved" : "unsaved" },
      });
      await flush();
    },
    takeTheirs() {
      const { conflict } = store.getState();
      if (conflict) store.takeOver(conflict, { key: "tookTheirs" });
    },
    async keepCopy(name) {
      const { conflict, document: mine } = store.getState();
      const copy = await gateway.create({ ...mine, name });
      if (conflict) store.takeOver(conflict, { key: "tookTheirs" });
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
