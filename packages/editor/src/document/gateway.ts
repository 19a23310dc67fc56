import type { WorkflowDocument } from "@sluice/workflow/document";

/** What the editor knows of a workflow besides its draft. */
export interface WorkflowState {
  readonly id: string;
  readonly hookUrl: string;
  readonly hookKey: string;
  /** Readable name of the trigger URL beside its key, and the URL with it; null: none. */
  readonly alias: string | null;
  readonly aliasUrl: string | null;
  readonly revision: number;
  /** Number of the published version, or null. */
  readonly published: number | null;
  readonly paused: boolean;
  /** The stored draft differs in meaning from the published version. */
  readonly changed: boolean;
  readonly publishedAt: string | null;
  readonly updatedAt: string;
}

/** A workflow as the server has it. */
export interface StoredWorkflow extends WorkflowState {
  readonly draft: WorkflowDocument;
}

/** What became of a save. */
export type SaveAnswer =
  | { readonly kind: "saved"; readonly workflow: StoredWorkflow }
  /** Somebody saved in between; `current` is what is stored now. */
  | { readonly kind: "stale"; readonly current: StoredWorkflow }
  /** The server said no: trying the same again does not help. `detail` is for people. */
  | { readonly kind: "refused"; readonly code: string; readonly detail: string }
  | { readonly kind: "unreachable" };

/** The server, as the open document needs it. */
export interface WorkflowGateway {
  read(id: string): Promise<StoredWorkflow>;
  save(draft: { id: string; revision: number; document: WorkflowDocument }): Promise<SaveAnswer>;
  /** Makes a new workflow of the document; its secrets are left behind, as in every copy. */
  create(document: WorkflowDocument): Promise<StoredWorkflow>;
}
