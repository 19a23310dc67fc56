import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Operation } from "@sluice/workflow/operations";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";

type Settings = NonNullable<WorkflowDocument["settings"]>;

export interface WorkflowEdits {
  /** An empty name changes nothing: a workflow always has one. */
  setName(name: string): void;
  setDescription(description: string): void;
  setMode(mode: "async" | "sync"): void;
  /** Undefined takes the setting out. `field` names the step: edits of one field in a row are one. */
  setSetting<Name extends keyof Settings>(
    name: Name,
    value: Settings[Name] | undefined,
    field?: string,
  ): void;
}

/** What is changed on the workflow as a whole. */
export function useWorkflowEdits(): WorkflowEdits {
  const store = useOpenDocumentStore();
  return useMemo(() => {
    const set = (
      change: Omit<Extract<Operation, { op: "set-workflow" }>, "op">,
      field: "name" | "description" | "mode",
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
      setSetting: (name, value, field = name) => {
        const { [name]: _, ...others } = store.getState().document.settings ?? {};
        const settings: Settings = value === undefined ? others : { ...others, [name]: value };
        store.edit(
          { op: "set-workflow", settings },
          { label: { key: `workflow.${name}` }, group: `workflow:${field}` },
        );
      },
    };
  }, [store]);
}
