import type { WaitState } from "../waits/store.ts";

/** Why nothing more is taken for a step: something came for it, or nothing did before it ceased to wait. */
export function cameBefore(state: WaitState): "used" | "closed" {
  return state === "resolved" || state === "done" ? "used" : "closed";
}
