import type { ExecutionHead } from "../stores/executions/store.ts";
import type { EngineDependencies } from "./engine.ts";
import { keepsVariablesOnly } from "./plan.ts";

/** Whether the body of the request that started it goes with its end. */
export async function dropsBody(
  dependencies: Pick<EngineDependencies, "workflows">,
  stored: ExecutionHead,
): Promise<boolean> {
  if (stored.deliveryId === null) return false;
  const document = stored.document ?? (await documentOf(dependencies, stored));
  return document !== undefined && document !== null && keepsVariablesOnly(document);
}

/** The published version that it runs; undefined: it ran a draft, or the version is gone. */
export async function documentOf(
  { workflows }: Pick<EngineDependencies, "workflows">,
  { workflowId, version }: Pick<ExecutionHead, "workflowId" | "version">,
) {
  if (version === null) return undefined;
  // What was accepted is finished, also when its workflow has been deleted since.
  return (await workflows.version({ id: workflowId, version, evenTrashed: true }))?.document;
}
