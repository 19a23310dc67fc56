import type { NodeTypes } from "@sluice/workflow/node-contract";

/** Whether a rehearsal cannot run a node for real without being asked to: it reaches outside, or waits for somebody. */
export function needsAnswer(types: NodeTypes, { type }: { readonly type: string }): boolean {
  const definition = Object.hasOwn(types, type) ? types[type] : undefined;
  return definition?.effects === "outside" || definition?.sleeps === true;
}
