import type { BodyKind, WorkflowDocument } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { listOf, objectOf, withField } from "../../document/trigger-config.ts";

export interface TriggerEdits {
  readonly setMode: (mode: WorkflowDocument["mode"]) => void;
  /** `undefined` takes authentication away. Users are whole entries of the config. */
  readonly setUsers: (users: readonly Json[] | undefined, group?: string) => void;
  readonly setUser: (at: number, change: { username: string } | { password: string }) => void;
  readonly setExample: (part: "query" | "headers" | "body", text: string) => void;
  readonly setAnswer: (field: "status" | "headers" | "kind" | "body", value: Json | undefined) => void;
  readonly setTimeoutSeconds: (seconds: number | undefined) => void;
  readonly setBodyBytes: (bytes: number | undefined) => void;
  readonly setAccept: (kinds: readonly BodyKind[]) => void;
  readonly setWhenPaused: (answer: "503" | "404" | "hold") => void;
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
    const users = () => listOf(objectOf(config().auth).any);
    const setUsers: TriggerEdits["setUsers"] = (next, group) =>
      put("auth", next === undefined ? undefined : { any: [...next] }, "trigger.auth", group);
    return {
      setMode: (mode) => store.edit({ op: "set-workflow", mode }, { label: { key: "workflow.mode" } }),
      setUsers,
      setUser: (at, change) => {
        const user = objectOf(users()[at]);
        const next: JsonObject =
          "username" in change
            ? { ...user, username: change.username }
            : { ...user, password: { secret: { value: change.password } } };
        const group = "username" in change ? `trigger user ${at}` : undefined;
        setUsers([...users()].with(at, next), group);
      },
      setExample: (part, text) =>
        putInside("examples", part, text === "" ? undefined : text, "trigger.examples"),
      setAnswer: (field, value) => putInside("response", field, value, "trigger.answer"),
      setTimeoutSeconds: (seconds) => putInside("sync", "timeoutSeconds", seconds, "trigger.answer"),
      setBodyBytes: (bytes) => putInside("limits", "bodyBytes", bytes, "trigger.limits"),
      setAccept: (kinds) => {
        const isDefault = kinds.length === 0 || (kinds.length === 1 && kinds[0] === "json");
        put("accept", isDefault ? undefined : [...kinds], "trigger.accept");
      },
      setWhenPaused: (answer) => put("whenPaused", answer === "503" ? undefined : answer, "trigger.limits"),
      endGroup: store.endGroup,
    };
  }, [store]);
}
