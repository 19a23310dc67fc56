import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Autosave } from "./autosave.ts";
import type { OpenDocument, OpenDocumentStore } from "./open-document.ts";

/** The workflow that is open on this page, for every feature beneath the workflow editor. */
export interface OpenWorkflow {
  readonly store: OpenDocumentStore;
  readonly autosave: Autosave;
}

export const OpenWorkflowContext = createContext<OpenWorkflow | null>(null);

/** The open workflow. Throws outside of the workflow editor: a mistake in the program. */
export function useOpenWorkflow(): OpenWorkflow {
  const open = useContext(OpenWorkflowContext);
  if (open === null) throw new Error("no workflow is open here: wrap the component in OpenWorkflowContext");
  return open;
}

/** The store, for its actions: `edit`, `undo`, `select`, … */
export function useOpenDocumentStore(): OpenDocumentStore {
  return useOpenWorkflow().store;
}

/** A part of the open document's state; the component renders again when that part changes. */
export function useOpenDocument<Part>(select: (state: OpenDocument) => Part): Part {
  return useStore(useOpenWorkflow().store, select);
}
