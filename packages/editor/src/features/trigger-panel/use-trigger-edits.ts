import type { BodyKind, WorkflowDocument } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { triggerFields } from "../../document/trigger-fields.ts";

export interface TriggerEdits {
  readonly setMode: (mode: WorkflowDocument["mode"]) => void;
  readonly setExample: (part: "query" | "headers" | "body", text: string) => void;
  readonly setAnswer: (
    field: "status" | "headers" | "kind" | "body" | "location",
    value: Json | undefined,
  ) => void;
  readonly setTimeoutSeconds: (seconds: number | undefined) => void;
  readonly setAccept: (kinds: readonly BodyKind[]) => void;
  /** Ends the step of the history that typing in a field makes. */
  readonly endGroup: () => void;
}

/** All that the trigger panel does to the document, besides its variables; each call is one operation. */
export function useTriggerEdits(): TriggerEdits {
  const store = useOpenDocumentStore();
  return useMemo(() => {
    const { put, putInside } = triggerFields(store);
    return {
      setMode: (mode) => store.edit({ op: "set-workflow", mode }, { label: { key: "workflow.mode" } }),
      setExample: (part, text) =>
        putInside("examples", part, text === "" ? undefined : text, "trigger.examples"),
      setAnswer: (field, value) => putInside("response", field, value, "trigger.answer"),
      setTimeoutSeconds: (seconds) => putInside("sync", "timeoutSeconds", seconds, "trigger.answer"),
      setAccept: (kinds) => {
        const isDefault = kinds.length === 0 || (kinds.length === 1 && kinds[0] === "json");
        put({ accept: isDefault ? undefined : [...kinds] }, "trigger.accept");
      },
      endGroup: store.endGroup,
    };
  }, [store]);
}
