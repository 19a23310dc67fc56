import type { WorkflowDocument } from "@sluice/workflow/document";
import type { NewEvent } from "../events/store.ts";
import type { SecretRecord } from "../secrets/store.ts";
import type { Listening } from "../triggers/store.ts";

/** All times are milliseconds since 1970 in UTC. */
export interface WorkflowRow {
  readonly id: string;
  readonly name: string;
  readonly mode: "async" | "sync";
  readonly hookKey: string;
  /** The readable name of its trigger URL beside the key; null: none. */
  readonly alias: string | null;
  readonly revision: number;
  /** Number of the version that deliveries run; null: none. */
  readonly published: number | null;
  readonly publishedAt: number | null;
  readonly paused: boolean;
  /** Names joined by `/`; empty: in no folder. */
  readonly folder: string;
  readonly tags: readonly string[];
  /** The draft's meaning (its document without layout) is not that of the published version; true before the first. */
  readonly changed: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A workflow in the trash. */
export interface TrashedRow extends Pick<WorkflowRow, "id" | "name" | "folder" | "tags" | "published"> {
  readonly trashedAt: number;
}

export interface WorkflowRecord extends WorkflowRow {
  readonly draft: WorkflowDocument;
}

export interface VersionRow {
  readonly version: number;
  readonly note: string | null;
  readonly publishedAt: number;
  readonly publishedBy: string | null;
}

export interface VersionRecord extends VersionRow {
  readonly document: WorkflowDocument;
}

/** A state of the draft, at the end of a while in which one person edited it. */
export interface MomentRow {
  /** The last one that was saved in it; of the newest moment that of the draft. */
  readonly revision: number;
  readonly begunAt: number;
  readonly savedAt: number;
  readonly savedBy: string | null;
}

export interface Moment extends MomentRow {
  readonly document: WorkflowDocument;
}

/** What the front door decides by. One value, read in one go: draft and published version belong together. */
export interface Hook {
  readonly workflowId: string;
  readonly name: string;
  readonly revision: number;
  readonly paused: boolean;
  readonly draft: WorkflowDocument;
  readonly published: { readonly version: number; readonly document: WorkflowDocument } | null;
  /** When this key stops working (an old one after a rotation); null: never. A cache must look. */
  readonly validUntil: number | null;
}

/** What runs of a workflow now. */
export interface PublishedWorkflow {
  readonly name: string;
  readonly version: number;
  readonly paused: boolean;
  readonly document: WorkflowDocument;
}

export interface Page<Row> {
  readonly items: Row[];
  /** Pass it back to read on; null on the last page. */
  readonly nextCursor: string | null;
}

/** A draft as it is written: the document, the hash of its meaning, and what it says about secrets. */
export interface DraftInput {
  readonly document: WorkflowDocument;
  readonly meaning: string;
  /** New secrets, stored in the same transaction as the draft. */
  readonly newSecrets: readonly SecretRecord[];
  /** Every secret that the document refers to: the workflow's others count as unused from now on. */
  readonly secretIds: readonly string[];
}

export type SaveResult =
  | { readonly kind: "saved"; readonly workflow: WorkflowRecord }
  | { readonly kind: "stale"; readonly current: WorkflowRecord }
  | { readonly kind: "missing" };

export type PublishResult =
  | { readonly kind: "published"; readonly version: number }
  | { readonly kind: "stale"; readonly current: WorkflowRecord }
  | { readonly kind: "missing" };

export type AliasResult =
  | { readonly kind: "set" }
  | { readonly kind: "missing" }
  /** Another workflow has it. */
  | { readonly kind: "taken"; readonly by: { readonly id: string; readonly name: string } };

/** Workflows, their versions and the keys of their trigger URLs. Statements only: policy stands in `workflows/`. */
export interface WorkflowsStore {
  /** `by`: who is said to have made it, for the draft's history. */
  create(input: {
    id: string;
    hookKey: string;
    draft: DraftInput;
    at: number;
    by?: string | null;
  }): Promise<WorkflowRecord>;
  get(id: string): Promise<WorkflowRecord | undefined>;
  /**
   * The last changed first. `q` is looked for in the name, without case; `folder` takes what is below it too, the empty one
   * what is in none.
   */
  list(input: {
    limit: number;
    cursor?: string;
    q?: string;
    folder?: string;
    tag?: string;
  }): Promise<Page<WorkflowRow>>;
  /** Ids of those with exactly this name, at most two: more than one is too many for whoever looks by name. */
  named(name: string): Promise<string[]>;
  /** Files it elsewhere; its revision stays. What is left out stays too. False: there is no such workflow. */
  place(input: { id: string; folder?: string; tags?: readonly string[] }): Promise<boolean>;
  /** How all workflows are filed, one row each. */
  placements(): Promise<{ readonly folder: string; readonly tags: readonly string[] }[]>;
  /** Gives a folder, and so what is below it, another path. Says how many workflows have moved. */
  moveFolder(input: { from: string; to: string }): Promise<number>;
  /**
   * Compare-and-set on `revision`; an accepted save raises it by one, even when nothing changed. The draft's history learns of
   * it in the same transaction; `apart`: the draft is replaced as a whole, so that what stood there is kept as a moment.
   */
  save(input: {
    id: string;
    revision: number;
    draft: DraftInput;
    at: number;
    by?: string | null;
    apart?: boolean;
  }): Promise<SaveResult>;
  /** Moments of the draft, the newest first, which is the draft itself; `undefined` when there is no such workflow. */
  moments(input: { id: string; limit: number; cursor?: string }): Promise<Page<MomentRow> | undefined>;
  /** By its revision, as `moments` gives it. */
  moment(input: { id: string; revision: number }): Promise<Moment | undefined>;
  /** Freezes the draft of exactly this revision as the next version, in one transaction. */
  publish(input: {
    id: string;
    revision: number;
    note: string | null;
    by: string | null;
    secretIds: readonly string[];
    /** What is frozen in the place of the draft: the draft without what only the editor uses. */
    frozen?: WorkflowDocument;
    /** Takes the place of what the version before listened to; an equal schedule goes on where it was. */
    listening: Listening;
    at: number;
    /** What is told of it, stored in the same transaction; left out: nothing. */
    event?: (version: number) => NewEvent;
  }): Promise<PublishResult>;
  /** It listens to nothing any more. False: there is no such workflow (also for the three below). */
  unpublish(id: string): Promise<boolean>;
  /** `event`: told of it, in the same transaction, if it was the other way before. */
  setPaused(input: { id: string; paused: boolean; event?: NewEvent }): Promise<boolean>;
  /** The old keys work until `oldUntil`; those that end earlier keep their end. */
  rotateKey(input: { id: string; hookKey: string; oldUntil: number }): Promise<boolean>;
  /** Takes the place of its alias before, null: none; what a workflow in the trash was called by is free. */
  setAlias(input: { id: string; alias: string | null }): Promise<AliasResult>;
  /** Its key answers as an unknown one from now on; the row stays until `purge`. */
  trash(input: { id: string; at: number }): Promise<boolean>;
  /** What lies in the trash, the last that came first. */
  trashed(input: { limit: number; cursor?: string }): Promise<Page<TrashedRow>>;
  /**
   * Takes it out of the trash as it was: its keys answer, and what it had published listens again, from `at` on. `listeningOf`
   * gets that document. False: it is not in the trash.
   */
  untrash(input: {
    id: string;
    listeningOf: (published: WorkflowDocument) => Listening;
    at: number;
  }): Promise<boolean>;
  /** Removes what went to the trash before `trashedBefore`, keys that ended before `at`, secrets unused since before. */
  purge(input: { trashedBefore: number; unusedBefore: number; at: number }): Promise<void>;
  /** Newest first; `undefined` when there is no such workflow. */
  versions(input: { id: string; limit: number; cursor?: string }): Promise<Page<VersionRow> | undefined>;
  /** `evenTrashed`: for what was accepted before its workflow went to the trash. */
  version(input: { id: string; version: number; evenTrashed?: boolean }): Promise<VersionRecord | undefined>;
  /** Undefined: there is no such workflow, it is in the trash, or nothing of it is published. */
  published(id: string): Promise<PublishedWorkflow | undefined>;
  /** Undefined for keys that never were, have ended at `at`, or belong to a workflow in the trash. */
  hookByKey(input: { key: string; at: number }): Promise<Hook | undefined>;
  /**
   * Calls back with a workflow's id after each commit that may change what `hookByKey` answers for any of its keys.
   * A cache of hooks drops that workflow's entries then, all of them for null (changes elsewhere may have been missed);
   * unknown keys must not be cached. Returns how to stop.
   */
  onChanged(listener: (workflowId: string | null) => void): () => void;
}
