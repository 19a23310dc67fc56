import type { WorkflowDocument } from "@sluice/workflow/document";
import { type NodeTypes, needsAnswer } from "@sluice/workflow/node-contract";

/** Where the output of a step of a trial came from, as the API says it. */
export type UsedFrom =
  | "request"
  | "delivery"
  | "execution"
  | "pin"
  | "example"
  | "ran"
  | "unsent"
  | "outside";

/** The same for people: of a node that would have called or waited, that it was not called. `typed`: into a form. */
export type UsedWord = UsedFrom | "typed" | "notCalledPin" | "notCalledExecution";

/** Which words a step of a trial is marked with. A node that is gone from the document may have been of any type. */
export function usedWord(
  { document, types }: { readonly document: WorkflowDocument; readonly types: NodeTypes },
  { node, from }: { readonly node: string; readonly from: UsedFrom },
): UsedWord {
  const drawn = Object.hasOwn(document.nodes, node) ? document.nodes[node] : undefined;
  if (!drawn || !needsAnswer(types, drawn)) return from;
  if (from === "pin") return "notCalledPin";
  return from === "execution" ? "notCalledExecution" : from;
}
