import type { NodeTypes } from "./define-node.ts";
import type { JsonObject } from "./json.ts";

/** Whether a rehearsal cannot run a node for real without being asked to: it reaches outside, or waits for somebody. */
export function needsAnswer(
  types: NodeTypes,
  { type, config }: { readonly type: string; readonly config: JsonObject },
): boolean {
  const definition = Object.hasOwn(types, type) ? types[type] : undefined;
  return definition?.effects === "outside" || definition?.waitsForSomebody?.(config) === true;
}
