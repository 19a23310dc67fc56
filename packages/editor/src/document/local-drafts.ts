import type { WorkflowDocument } from "@sluice/workflow/document";
import type { History } from "./history.ts";
import type { Unfinished } from "./unfinished.ts";

/** What one tab knows of one workflow, kept in the browser so that a reload or a crash loses nothing. */
export interface LocalDraft {
  readonly workflowId: string;
  /** The tab that wrote it: two tabs on one workflow do not overwrite each other. */
  readonly tab: string;
  readonly document: WorkflowDocument;
  /** The revision of the server that `document` was built on, and its draft; drafts of earlier versions have none. */
  readonly revision: number;
  readonly base?: WorkflowDocument;
  /** `document` holds edits that the server has not got. */
  readonly unsaved: boolean;
  readonly history: History;
  /** Texts that cannot be read yet; drafts of earlier versions have none. */
  readonly unfinished?: readonly Unfinished[];
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

/** Where local drafts are kept. */
export interface LocalDrafts {
  /** All drafts of a workflow, newest first. */
  list(workflowId: string): Promise<LocalDraft[]>;
  /** Writes soon, without waiting; of several in a row only the last one counts. */
  write(draft: LocalDraft): void;
  remove(workflowId: string, tab: string): Promise<void>;
  /** Resolves when everything that was handed to `write` is stored. */
  settled(): Promise<void>;
}

const storeName = "drafts";
/** A draft without unsaved edits is only a history: it is forgotten after this long. */
const keepSavedFor = 30 * 24 * 3600 * 1000;
/** Above this many nodes a copy takes longer than a frame: one is then made a moment after the first edit, of all until then. */
const atOnceUpTo = 100;
/** Milliseconds. */
const moment = 500;

/**
 * Local drafts in IndexedDB. Documents that share parts are stored sharing them: structured cloning keeps
 * identity within one record, so that a history of 200 steps costs about one document and what changed.
 *
 * Each account has its own: what one person left unsaved is never continued, and saved, by another who signs in in the same
 * browser. It waits until its own person is back.
 */
export function indexedDbDrafts(account: string, factory: IDBFactory = indexedDB): LocalDrafts {
  let opened: Promise<IDBDatabase> | undefined;
  let ready: IDBDatabase | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Map<string, LocalDraft>();
  let writing: Promise<void> | undefined;

  function open(): Promise<IDBDatabase> {
    if (!opened) globalThis.addEventListener?.("pagehide", leave);
    opened ??= new Promise((resolve, reject) => {
      const request = factory.open(`sluice-editor ${account}`, 1);
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore(storeName, { keyPath: ["workflowId", "tab"] });
        store.createIndex("workflowId", "workflowId");
      };
      request.onsuccess = () => {
        ready = request.result;
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    return opened;
  }

  /** The page goes, maybe for good: what still waits is written in this very moment, without waiting for an answer. */
  function leave(): void {
    if (waiting.size === 0 || !ready) return;
    const transaction = ready.transaction(storeName, "readwrite");
    for (const draft of waiting.values()) transaction.objectStore(storeName).put(draft);
    transaction.commit();
    waiting.clear();
  }

  async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    return (await open()).transaction(storeName, mode).objectStore(storeName);
  }

  async function writeWaiting(): Promise<void> {
    while (waiting.size > 0) {
      const drafts = [...waiting.values()];
      waiting.clear();
      const target = await store("readwrite");
      for (const draft of drafts) target.put(draft);
      await finished(target.transaction);
    }
  }

  function begin(): void {
    clearTimeout(timer);
    timer = undefined;
    // A browser without storage (private mode, full disk) still edits and saves: only the local copy is missing.
    writing ??= writeWaiting()
      .catch((cause) => console.warn("the local copy of the draft could not be written", cause))
      .finally(() => {
        writing = undefined;
      });
  }

  async function settled(): Promise<void> {
    if (waiting.size > 0) begin();
    while (writing) await writing;
  }

  return {
    async list(workflowId) {
      await settled();
      const found = await answer<LocalDraft[]>(
        (await store("readonly")).index("workflowId").getAll(workflowId),
      );
      const now = Date.now();
      const kept = found.filter((draft) => draft.unsaved || now - draft.writtenAt < keepSavedFor);
      return kept.sort((one, other) => other.writtenAt - one.writtenAt);
    },
    write(draft) {
      waiting.set(`${draft.workflowId} ${draft.tab}`, draft);
      if (Object.keys(draft.document.nodes).length <= atOnceUpTo) begin();
      else timer ??= setTimeout(() => whenIdle(begin), moment);
    },
    async remove(workflowId, tab) {
      waiting.delete(`${workflowId} ${tab}`);
      const target = await store("readwrite");
      target.delete([workflowId, tab]);
      await finished(target.transaction);
    },
    settled,
  };
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Between two frames, and soon all the same. */
function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(run, { timeout: moment });
  else run();
}
