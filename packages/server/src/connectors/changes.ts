import type { ConnectorChanges, OperationHead } from "@sluice/api/schemas";
import type { ConnectorOperation } from "@sluice/workflow/connectors";
import { stableStringify } from "@sluice/workflow/document";
import type { OperationUse } from "./uses.ts";

export interface Compared {
  readonly baseUrl: string;
  readonly operations: readonly ConnectorOperation[];
}

/** What an import makes of what is stored, operation by operation. `uses`: the nodes that were made from the connector. */
export function changesBetween(given: {
  readonly before: Compared;
  readonly after: Compared;
  readonly uses: readonly OperationUse[];
}): ConnectorChanges {
  const { before, after, uses } = given;
  const old = new Map(before.operations.map((one) => [one.id, one]));
  const now = new Map(after.operations.map((one) => [one.id, one]));
  const removed = before.operations.filter(({ id }) => !now.has(id));
  const gone = new Set(removed.map(({ id }) => id));
  const changed = after.operations.filter((one) => {
    const was = old.get(one.id);
    return was !== undefined && stableStringify(was) !== stableStringify(one);
  });
  return {
    added: after.operations.filter(({ id }) => !old.has(id)).map(headOf),
    removed: removed.map(headOf),
    changed: changed.map(headOf),
    baseUrl: before.baseUrl === after.baseUrl ? null : { from: before.baseUrl, to: after.baseUrl },
    left: uses.filter(({ operation }) => gone.has(operation)).map(({ use }) => use),
  };
}

export function headOf(operation: ConnectorOperation): OperationHead {
  const { id, method, path, summary, tag, deprecated } = operation;
  return { id, method, path, summary, tag, deprecated };
}
