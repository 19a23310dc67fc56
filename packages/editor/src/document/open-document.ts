import type { WorkflowDocument } from "@sluice/workflow/document";
import { applyOperation, type Operation } from "@sluice/workflow/operations";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { StoredWorkflow, WorkflowState } from "./gateway.ts";
import {
  closeGroup,
  emptyHistory,
  type History,
  mapHistory,
  rebase,
  redo,
  remember,
  type StepLabel,
  undo,
} from "./history.ts";
import { keepExisting, nothingSelected, type Selection } from "./selection.ts";
import { settleSecrets } from "./settle-secrets.ts";
import { sameMeaning, sameText, shareStructure } from "./share-structure.ts";
import { redoLabel, redoneText, undoLabel, undoneText } from "./travel.ts";
import { followRenames, stillUnfinished, type Unfinished, withUnfinished } from "./unfinished.ts";

/** Where the draft stands towards the server. */
export type SaveState =
  | { readonly state: "saved" }
  | { readonly state: "unsaved" }
  | { readonly state: "saving" }
  /** The server refused; `detail` is for people. It is tried again after the next edit. */
  | { readonly state: "failed"; readonly code: string; readonly detail: string }
  /** The server cannot be reached; it is tried again by itself. */
  | { readonly state: "offline" }
  /** Saved by another in between: the person decides. */
  | { readonly state: "conflict" };

/** A place in the document that a panel should show: the path of a finding. */
export interface Focus {
  readonly at: readonly (string | number)[];
}

export interface OpenDocument {
  readonly workflow: WorkflowState;
  /** Who looks may not change it: no edit has any effect. */
  readonly readOnly: boolean;
  readonly document: WorkflowDocument;
  /** The document that the server has, as of `revision`. */
  readonly stored: WorkflowDocument;
  /** Revision that the next save builds on. */
  readonly revision: number;
  readonly history: History;
  readonly selection: Selection;
  readonly save: SaveState;
  /** What another session saved while there were edits here. */
  readonly conflict: StoredWorkflow | null;
  /** The draft that both sides of the conflict began with; null: it is not known. */
  readonly conflictBase: WorkflowDocument | null;
  /** A draft saved elsewhere has just been taken over here: its revision, until the person has seen it. */
  readonly changedElsewhere: number | null;
  /** How the draft was here before the first of the changes that have not been seen, and whether edits of here are in it too. */
  readonly elsewhere: { readonly before: WorkflowDocument; readonly merged: boolean } | null;
  readonly focus: Focus | null;
  /** Texts of JSON fields that the document does not hold, because they cannot be read yet. */
  readonly unfinished: readonly Unfinished[];
  /** Those of them that undo has taken back, the last one last. */
  readonly takenBack: readonly Unfinished[];
}

interface EditOptions {
  readonly label: StepLabel;
  /** Edits in a row with the same group are one step of the history. */
  readonly group?: string;
  /** What is selected afterwards. */
  readonly select?: Selection;
}

/** The open workflow and all that may be done to it. Everything that changes the document goes through `edit`. */
export interface OpenDocumentStore extends StoreApi<OpenDocument> {
  /** Applies the operations in order and remembers the document before, as one step. Throws what `applyOperation` throws, having changed nothing. */
  edit(operations: Operation | readonly Operation[], options: EditOptions): void;
  /** Takes back what was typed last and cannot be read, else the last step. Answers what that was; undefined: nothing. */
  undo(): StepLabel | undefined;
  redo(): StepLabel | undefined;
  /** Ends the current group of edits: the field was left, the drag is over. */
  endGroup(): void;
  select(selection: Selection): void;
  focusOn(focus: Focus | null): void;
  /** Keeps what is typed at a place and cannot be read yet; null when it is read, emptied or given up. */
  keepUnfinished(at: Focus["at"], text: string | null): void;
  /** The server has stored `sent` and answered `workflow`. */
  saved(sent: WorkflowDocument, workflow: StoredWorkflow): void;
  /** Takes over a draft of the server that one's own act made (a restore), as a step that can be undone. */
  takeOver(workflow: StoredWorkflow, label: StepLabel): void;
  /**
   * Takes over what another saved, alone or (`merged`) together with the edits of here, which is then to be saved. `rebased`
   * says what a remembered document becomes by that: undo goes on with one's own steps. Null: there is no undo any more.
   */
  takeTheirs(
    workflow: StoredWorkflow,
    given: {
      merged?: WorkflowDocument;
      rebased: ((document: WorkflowDocument) => WorkflowDocument) | null;
      /** What undo gives back first: it takes back a decision. */
      undecided?: WorkflowDocument;
    },
  ): void;
  /** Makes the draft what it was before the changes of others that have not been seen, as a step that can be undone. */
  takeBack(): void;
  /** Something else than the draft changed on the server: published, paused, a new key. */
  learn(workflow: WorkflowState): void;
}

/** What an earlier page left behind for this workflow. */
export interface Resumed {
  readonly document: WorkflowDocument;
  readonly history: History;
  readonly revision: number;
  readonly unfinished?: readonly Unfinished[] | undefined;
  /** The server's draft that the document was built on, as of `revision`. */
  readonly base?: WorkflowDocument | undefined;
}

/** Opens a workflow as the server has it; `resumed` continues with edits and history that were kept locally. */
export function createOpenDocument(given: {
  workflow: StoredWorkflow;
  resumed?: Resumed | undefined;
  readOnly?: boolean;
}): OpenDocumentStore {
  const { draft, ...state } = given.workflow;
  const document = given.resumed ? shareStructure(draft, given.resumed.document) : draft;
  const changed = !sameMeaning(document, draft);
  // Edits kept from an earlier page that were built on a draft which is no longer the server's.
  const overtaken = changed && given.resumed !== undefined && given.resumed.revision < state.revision;
  const store = createStore<OpenDocument>()(() => ({
    workflow: state,
    readOnly: given.readOnly ?? false,
    document,
    stored: draft,
    revision: state.revision,
    history: closeGroup(given.resumed?.history ?? emptyHistory),
    selection: nothingSelected,
    save: overtaken ? { state: "conflict" } : { state: changed ? "unsaved" : "saved" },
    conflict: overtaken ? given.workflow : null,
    conflictBase: overtaken ? (given.resumed?.base ?? null) : null,
    changedElsewhere: null,
    elsewhere: null,
    focus: null,
    unfinished: stillUnfinished(given.resumed?.unfinished ?? [], document),
    takenBack: [],
  }));

  /** Shows another document: the save state follows, a conflict stays until it is decided. */
  function show(next: WorkflowDocument, history: History, more: Partial<OpenDocument> = {}): void {
    const now = store.getState();
    const shown = shareStructure(now.document, next);
    const save: SaveState =
      now.save.state === "saving" || now.save.state === "conflict"
        ? now.save
        : { state: shown === now.stored || sameMeaning(shown, now.stored) ? "saved" : "unsaved" };
    store.setState({
      document: shown,
      history,
      save,
      selection: keepExisting(more.selection ?? now.selection, shown),
      unfinished: stillUnfinished(more.unfinished ?? now.unfinished, shown),
      takenBack: stillUnfinished(more.takenBack ?? now.takenBack, shown),
      ...(more.changedElsewhere === undefined ? {} : { changedElsewhere: more.changedElsewhere }),
    });
  }

  /** What came from elsewhere since the person last looked is one thing to be seen. */
  function unseen(revision: number, came: NonNullable<OpenDocument["elsewhere"]>) {
    const { changedElsewhere, elsewhere } = store.getState();
    const still = changedElsewhere === null ? null : elsewhere;
    return {
      changedElsewhere: revision,
      elsewhere: { before: still?.before ?? came.before, merged: came.merged || (still?.merged ?? false) },
    };
  }

  return {
    ...store,
    edit(operations, { label, group, select }) {
      const { document: before, history, unfinished, readOnly } = store.getState();
      if (readOnly) return;
      const list = "length" in operations ? operations : [operations];
      const after = list.reduce((current, operation) => applyOperation(current, operation), before);
      if (sameText(after, before)) {
        if (select) store.setState({ selection: keepExisting(select, before) });
        return;
      }
      const next = remember(history, before, { label, group });
      // The oldest step was let go: what counts the steps counts one less.
      const fewer = next !== history && next.past.length === history.past.length ? 1 : 0;
      const counted = unfinished.map((one) => ({ ...one, steps: one.steps - fewer }));
      show(after, next, {
        unfinished: followRenames(fewer > 0 ? counted : unfinished, list, after),
        takenBack: [],
        ...(select ? { selection: select } : {}),
      });
    },
    undo() {
      const state = store.getState();
      const { history, document: current, unfinished, takenBack } = state;
      const label = undoLabel(state);
      if (!label || state.readOnly) return undefined;
      const text = undoneText(state);
      const travel = text ? null : undo(history, current);
      if (travel) show(travel.document, travel.history);
      else if (text)
        store.setState({
          unfinished: unfinished.filter((one) => one !== text),
          takenBack: [...takenBack, text],
        });
      return label;
    },
    redo() {
      const state = store.getState();
      const { history, document: current, unfinished, takenBack } = state;
      const label = redoLabel(state);
      if (!label || state.readOnly) return undefined;
      const text = redoneText(state);
      const travel = text ? null : redo(history, current);
      if (travel) show(travel.document, travel.history);
      else if (text)
        store.setState({
          unfinished: [...unfinished, text],
          takenBack: takenBack.filter((one) => one !== text),
        });
      return label;
    },
    endGroup() {
      const { history } = store.getState();
      const closed = closeGroup(history);
      if (closed !== history) store.setState({ history: closed });
    },
    select(selection) {
      const { history, document: current } = store.getState();
      store.setState({ selection: keepExisting(selection, current), history: closeGroup(history) });
    },
    focusOn: (focus) => store.setState({ focus }),
    keepUnfinished(at, text) {
      const { unfinished, document: current, history, readOnly } = store.getState();
      if (readOnly) return;
      const steps = history.past.length;
      const next = withUnfinished(unfinished, { document: current, at, text, steps });
      if (next !== unfinished) store.setState({ unfinished: next, takenBack: [] });
    },
    saved(sent, { draft: answered, ...workflow }) {
      const now = store.getState();
      const settle = (one: WorkflowDocument) => settleSecrets(one, sent, answered);
      const current = settle(now.document);
      const untouched = now.document === sent;
      // The server's own spelling (order of keys, defaults) is not an edit: ours stays while it means the same.
      const shown =
        untouched && !sameMeaning(current, answered) ? shareStructure(current, answered) : current;
      store.setState({
        workflow,
        stored: answered,
        revision: workflow.revision,
        document: shown,
        history: mapHistory(now.history, settle),
        save: { state: sameMeaning(shown, answered) ? "saved" : "unsaved" },
        conflict: null,
        unfinished: stillUnfinished(now.unfinished, shown),
      });
    },
    takeOver({ draft: theirs, ...workflow }, label) {
      const { document: before, history, selection } = store.getState();
      const differs = !sameMeaning(before, theirs);
      const shown = differs ? shareStructure(before, theirs) : before;
      store.setState({
        workflow,
        stored: theirs,
        revision: workflow.revision,
        document: shown,
        history: differs ? remember(history, before, { label }) : history,
        selection: keepExisting(selection, shown),
        unfinished: stillUnfinished(store.getState().unfinished, shown),
        save: { state: "saved" },
        conflict: null,
        conflictBase: null,
      });
    },
    takeTheirs({ draft: theirs, ...workflow }, { merged, rebased, undecided }) {
      const { document: before, history, selection, unfinished } = store.getState();
      const shown = shareStructure(before, merged ?? theirs);
      const differs = !sameMeaning(before, shown);
      const share = (change: NonNullable<typeof rebased>) => (one: WorkflowDocument) =>
        shareStructure(shown, change(one));
      const laid = rebased === null ? emptyHistory : rebase(history, shown, share(rebased));
      const asked = undecided === undefined ? shown : shareStructure(shown, undecided);
      store.setState({
        workflow,
        stored: theirs,
        revision: workflow.revision,
        document: shown,
        history: sameMeaning(asked, shown) ? laid : remember(laid, asked, { label: { key: "merged" } }),
        selection: keepExisting(selection, shown),
        unfinished: stillUnfinished(unfinished, shown),
        save: { state: sameMeaning(shown, theirs) ? "saved" : "unsaved" },
        conflict: null,
        conflictBase: null,
        ...(differs ? unseen(workflow.revision, { before, merged: merged !== undefined }) : {}),
      });
    },
    takeBack() {
      const { elsewhere, document: current, history } = store.getState();
      if (!elsewhere || sameMeaning(elsewhere.before, current)) return;
      show(elsewhere.before, remember(history, current, { label: { key: "tookBack" } }));
    },
    learn: (workflow) => store.setState({ workflow }),
  };
}
