import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { ownField } from "../../document/own-field.ts";
import { definitionOf } from "../../document/ports.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useTriggerName } from "../trigger-kind/use-trigger-name.ts";

/**
 * What a step is called: the name of its node, else of its type, else its key. Left out, the type is the one that the
 * document has.
 */
export function useStepName(
  document: WorkflowDocument | null,
): (step: { readonly node: string; readonly type?: string }) => string {
  const triggerName = useTriggerName();
  const language = useLanguage();
  return ({ node, type }) => {
    if (node === "trigger") return triggerName(document?.trigger.type ?? "webhook");
    const drawn = ownField(document?.nodes, node);
    return drawn?.name || definitionOf(definitions, type ?? drawn?.type ?? "")?.title[language] || node;
  };
}
