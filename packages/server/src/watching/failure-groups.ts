import type { Overview } from "@sluice/api/schemas";
import type { FailedExecution } from "../stores/figures/store.ts";

type Failures = Overview["failures"];

const shown = 8;

/** Failures by what failed and why, the most frequent first. `failed`: the last first; one more than `most` says that there were more. */
export function failureGroups(failed: readonly FailedExecution[], most: number): Failures {
  const groups = new Map<string, Failures["groups"][number]>();
  const looked = failed.slice(0, most);
  for (const { id, workflowId, finishedAt, error } of looked) {
    const { code, message, node } = error ?? { code: "execution-timeout", message: "", node: null };
    const key = JSON.stringify([workflowId, node, code]);
    const known = groups.get(key);
    if (known) known.count += 1;
    else {
      const lastAt = new Date(finishedAt).toISOString();
      groups.set(key, { workflowId, node, code, message, count: 1, lastAt, executionId: id });
    }
  }
  return {
    ...{ looked: looked.length, more: failed.length > most },
    groups: [...groups.values()].sort((one, other) => other.count - one.count).slice(0, shown),
  };
}
