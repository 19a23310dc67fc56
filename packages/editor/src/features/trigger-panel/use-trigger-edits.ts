import type { BodyKind, WorkflowDocument } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { objectOf, withField } from "../../document/trigger-config.ts";

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
    const config = (): JsonObject => store.getState().document.trigger.config;
    const put = (field: string, value: Json | undefined, label: string, group?: string) =>
      store.edit(
        { op: "set-trigger", ...(value === undefined ? { unset: [field] } : { set: { [field]: value } }) },
        { label: { key: label }, ...(group === undefined ? {} : { group }) },
      );
    /** Sets a field inside of one of the config's objects; an object that is empty then is left out. */
    const putInside = (object: string, field: string, value: Json | undefined, label: string) => {
      const next = withField(objectOf(config()[object]), field, value);
      put(object, Object.keys(next).length === 0 ? undefined : next, label, `trigger ${object}.${field}`);
    };
    return {
      setMode: (mode) => store.edit({ op: "set-workflow", mode }, { label: { key: "workflow.mode" } }),
      setExample: (part, text) =>
        putInside("examples", part, text === "" ? undefined : text, "trigger.examples"),
      setAnswer: (field, value) => putInside("response", field, value, "trigger.answer"),
      setTimeoutSeconds: (seconds) => putInside("sync", "timeoutSeconds", seconds, "trigger.answer"),
      setAccept: (kinds) => {
        const isDefault = kinds.length === 0 || (kinds.length === 1 && kinds[0] === "json");
        put("accept", isDefault ? undefined : [...kinds], "trigger.accept");
      },
      endGroup: store.endGroup,
    };
  }, [store]);
}
