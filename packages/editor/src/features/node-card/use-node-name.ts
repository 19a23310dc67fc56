import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useCallback } from "react";
import { nodeName } from "../../document/node-name.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { ownField } from "../../document/own-field.ts";
import { useTriggerName } from "../trigger-kind/use-trigger-name.ts";
import { useLanguage } from "./use-language.ts";

/**
 * What a node of the open workflow is called, the trigger too: as somebody named it, else as its type is called. In
 * `document`, when one is given.
 */
export function useNodeName(document?: WorkflowDocument): (key: string) => string {
  const language = useLanguage();
  const triggerName = useTriggerName();
  const nodes = useOpenDocument((state) => (document ?? state.document).nodes);
  const trigger = useOpenDocument((state) => (document ?? state.document).trigger.type);
  return useCallback(
    (key) => {
      if (!ownField(nodes, key)) return triggerName(trigger);
      return nodeName({ nodes, key, types: definitions, language });
    },
    [nodes, trigger, language, triggerName],
  );
}
