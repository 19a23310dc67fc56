import type { Operation } from "@sluice/workflow/operations";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";

export interface WorkflowEdits {
  /** An empty name changes nothing: a workflow always has one. */
  setName(name: string): void;
  setDescription(description: string): void;
  setMode(mode: "async" | "sync"): void;
  setTimeout(seconds: number | undefined): void;
}

/** What is changed on the workflow as a whole. */
export function useWorkflowEdits(): WorkflowEdits {
  const store = useOpenDocumentStore();
  return useMemo(() => {
    const set = (
      change: Omit<Extract<Operation, { op: "set-workflow" }>, "op">,
      field: string,
      group = true,
    ) =>
      store.edit(
        { op: "set-workflow", ...change },
        { label: { key: `workflow.${field}` }, ...(group ? { group: `workflow:${field}` } : {}) },
      );
    return {
      setName: (name) => {
        if (name !== "") set({ name }, "name");
      },
      setDescription: (description) => set({ description }, "description"),
      setMode: (mode) => set({ mode }, "mode", false),
      setTimeout: (seconds) => {
        const { timeoutSeconds: _, ...others } = store.getState().document.settings ?? {};
        set({ settings: seconds === undefined ? others : { ...others, timeoutSeconds: seconds } }, "timeout");
      },
    };
  }, [store]);
}
