import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useCallback } from "react";
import { exitLabel } from "../../document/exit-label.ts";
import { useLanguage } from "./use-language.ts";

const none: WorkflowDocument["nodes"] = {};

/** What the cards of these nodes show beside an exit; undefined where they show nothing. */
export function useExitLabel(
  nodes: WorkflowDocument["nodes"] = none,
): (from: string, port: string) => string | undefined {
  const language = useLanguage();
  return useCallback(
    (from, port) => exitLabel({ nodes, from, port, types: definitions, language }),
    [nodes, language],
  );
}
