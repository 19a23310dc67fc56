import type { Step } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useExitLabel } from "../node-card/use-exit-label.ts";

/** What the cards call the exits that a step left by; those that show no name are left out. */
export function useStepExits(
  document: WorkflowDocument | null,
): (step: Pick<Step, "node" | "port">) => readonly string[] {
  const label = useExitLabel(document?.nodes);
  return ({ node, port }) => [port ?? []].flat().flatMap((one) => label(node, one) ?? []);
}
