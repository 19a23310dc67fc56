import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowNode } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { unfollowedReferences } from "@sluice/workflow/operations";
import { useMemo } from "react";
import { configEdit } from "../../document/config-edits.ts";
import { nodeName } from "../../document/node-name.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { selectNode } from "../../document/selection.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useTellUnfollowed } from "../problems/use-tell-unfollowed.ts";

type Option = "onError" | "retry" | "timeoutSeconds" | "join" | "cache" | "disabled" | "note";

export interface NodeEdits {
  setName(name: string): void;
  /** Keys in a row in one field are one step. */
  setConfig(config: JsonObject, field: string): void;
  set<Name extends Option>(option: Name, value: WorkflowNode[Name] | undefined, group?: string): void;
  rename(to: string): void;
}

/** What the inspector changes on one node. */
export function useNodeEdits(key: string): NodeEdits {
  const store = useOpenDocumentStore();
  const tell = useTellUnfollowed();
  const language = useLanguage();
  return useMemo(() => {
    /** As its card is called. */
    const shownName = () =>
      nodeName({ nodes: store.getState().document.nodes, key, types: definitions, language });
    return {
      setName: (name) =>
        store.edit(
          { op: "rename", key, name },
          { label: { key: "rename", values: { name } }, group: `name:${key}` },
        ),
      setConfig: (config, field) => {
        const group = `config:${key}:${field}`;
        const { document, history } = store.getState();
        const last = history.future.length === 0 ? history.past.at(-1) : undefined;
        const before = last?.group === group ? last.document : document;
        store.edit(configEdit({ document, before, types: definitions, key, config }), {
          label: { key: "setConfig", values: { name: shownName() } },
          group,
        });
      },
      set: (option, value, group) =>
        store.edit(
          value === undefined
            ? { op: "set-node-options", key, unset: [option] }
            : { op: "set-node-options", key, set: { [option]: value } },
          {
            label: { key: "setOption", values: { name: shownName() } },
            ...(group === undefined ? {} : { group: `${group}:${key}` }),
          },
        ),
      rename: (to) => {
        const left = unfollowedReferences(store.getState().document, { kind: "step", key });
        store.edit(
          { op: "rename-key", from: key, to },
          { label: { key: "renameKey", values: { name: to } }, select: selectNode(to) },
        );
        tell({ left, from: key, to });
      },
    };
  }, [store, key, tell, language]);
}
