import type { Engine, EngineDependencies } from "./engine.ts";
import { makePlan, type Plan } from "./plan.ts";

/** Plans kept, the oldest dropped first: a plan of a usual workflow takes some 10 KB. */
const kept = 500;

export interface PlanCache {
  get(given: Parameters<Engine["plan"]>[0]): Promise<Plan>;
  /** Not kept: for a draft that only one execution still holds. */
  make(given: Omit<Parameters<Engine["plan"]>[0], "revision">): Promise<Plan>;
}

/** Plans by version (or by revision, for drafts): both never change once they are made. */
export function createPlanCache(given: Pick<EngineDependencies, "runners" | "secrets">): PlanCache {
  const { runners, secrets } = given;
  const plans = new Map<string, Promise<Plan>>();
  return {
    make: (given) => makePlan({ ...given, runners, secrets }),
    get({ workflowId, version, revision, document }) {
      const key = version === null ? `${workflowId}/draft ${revision}` : `${workflowId}/${version}`;
      const known = plans.get(key);
      if (known) return known;
      const made = makePlan({ workflowId, version, document, runners, secrets });
      plans.set(key, made);
      made.catch(() => plans.delete(key));
      for (const oldest of plans.keys()) {
        if (plans.size <= kept) break;
        plans.delete(oldest);
      }
      return made;
    },
  };
}
