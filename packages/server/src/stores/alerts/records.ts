import type { AlertCondition, AlertMeasure } from "@sluice/api/schemas";
import type { AlertRecord, AlertRule, AlertState } from "./store.ts";

interface AlertRow extends Omit<AlertRecord, "condition" | "recipients" | "measure"> {
  /** JSON text of our own writing. */
  readonly condition: string;
  readonly recipients: string;
  readonly measure: string | null;
  readonly nextAt: number;
  readonly claimedUntil: number | null;
}

export function toAlert({ nextAt: _, claimedUntil: __, ...row }: AlertRow): AlertRecord {
  return {
    ...row,
    condition: JSON.parse(row.condition) as AlertCondition,
    recipients: JSON.parse(row.recipients) as string[],
    measure: row.measure === null ? null : (JSON.parse(row.measure) as AlertMeasure),
  };
}

export function ruleColumns({ condition, recipients, ...rule }: AlertRule) {
  return { ...rule, condition: JSON.stringify(condition), recipients: JSON.stringify(recipients) };
}

export function stateColumns({ measure, ...state }: AlertState) {
  return { ...state, measure: measure === null ? null : JSON.stringify(measure) };
}

/** Of a rule that was never looked at. */
export const unseen: AlertState = {
  ...{ evaluatedAt: null, firingSince: null, withinSince: null, toldAt: null, told: 0 },
  ...{ measure: null, problem: null },
};
