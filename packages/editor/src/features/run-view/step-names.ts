import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { definitionOf } from "../../document/ports.ts";
import { useLanguage } from "../node-card/use-language.ts";

/** What a step is called: the name of its node, else of its type, else its key. */
export function useStepName(
  document: WorkflowDocument | null,
): (step: { node: string; type: string }) => string {
  const { t } = useTranslation("runs");
  const language = useLanguage();
  return ({ node, type }) => {
    if (node === "trigger") return t("trigger");
    return document?.nodes[node]?.name || definitionOf(definitions, type)?.title[language] || node;
  };
}
