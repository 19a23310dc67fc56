import type { WorkflowDocument } from "@sluice/workflow/document";
import type { SecretReader } from "../secrets/secret-reader.ts";
import { withoutSenders } from "./auth/without-senders.ts";
import { type CompiledHook, compileHook } from "./compile-hook.ts";

/** Whoever rehearses a document has a plan of its own. */
const noEngine = { plan: () => Promise.reject(new Error("nobody makes a plan by the engine here")) };

/** A document made ready for `judgeAgain` alone: as a draft, whoever calls, and with no plan. */
export function hookToJudge(
  { workflowId, document }: { readonly workflowId: string; readonly document: WorkflowDocument },
  given: { readonly secrets: SecretReader; readonly maxBodyBytes: number; readonly clock: () => number },
): Promise<CompiledHook> {
  return compileHook(
    {
      ...{ workflowId, name: document.name, revision: 0, paused: false, draft: document },
      ...{ published: null, validUntil: null },
    },
    { ...given, ...withoutSenders, engine: noEngine },
  );
}
