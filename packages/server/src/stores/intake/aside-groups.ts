import type { NewDelivery } from "../deliveries/store.ts";
import type { AsideKept } from "./store.ts";

/** Deliveries of one workflow that start nothing, of one verdict: bounded together. */
export interface AsideGroup {
  readonly workflowId: string;
  readonly verdict: keyof AsideKept;
}

const verdicts: ReadonlySet<string> = new Set<keyof AsideKept>(["refused", "filtered", "duplicate"]);

/** The groups that deliveries belong to, each once. */
export function groupsOf(deliveries: readonly Pick<NewDelivery, "workflowId" | "verdict">[]): AsideGroup[] {
  const groups = new Map<string, AsideGroup>();
  for (const { workflowId, verdict } of deliveries) {
    if (isAside(verdict)) groups.set(`${verdict} ${workflowId}`, { workflowId, verdict });
  }
  return [...groups.values()];
}

function isAside(verdict: string): verdict is keyof AsideKept {
  return verdicts.has(verdict);
}
