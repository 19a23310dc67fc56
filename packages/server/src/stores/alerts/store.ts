import type { AlertCondition, AlertMeasure } from "@sluice/api/schemas";

/** What is watched. Times are milliseconds since 1970 in UTC. */
export interface AlertRule {
  readonly id: string;
  readonly name: string;
  readonly condition: AlertCondition;
  readonly enabled: boolean;
  readonly recipients: readonly string[];
  readonly language: "en" | "fr";
  readonly repeatMinutes: number | null;
  readonly mutedUntil: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** How a rule stands. */
export interface AlertState {
  readonly evaluatedAt: number | null;
  readonly firingSince: number | null;
  /** Since when what fires is within its limit again; null: it is not. */
  readonly withinSince: number | null;
  /** When it was last told that it fires; null: it has not been, or its end was told. */
  readonly toldAt: number | null;
  /** How often, of this time. */
  readonly told: number;
  readonly measure: AlertMeasure | null;
  /** Why it could not be measured, or its mails not be sent, the last time. */
  readonly problem: string | null;
}

export type AlertRecord = AlertRule & AlertState;

/** Held by whoever looks at it, until `claimedUntil`. */
export type ClaimedAlert = AlertRecord & { readonly claimedUntil: number };

/** Rules and how they stand. Statements only: what is measured and told stands in `watching/`. */
export interface AlertsStore {
  /** It has not been looked at, and is due at once. */
  create(rule: AlertRule): Promise<void>;
  get(id: string): Promise<AlertRecord | undefined>;
  /** The last made first. */
  list(): Promise<AlertRecord[]>;
  /**
   * Replaces everything but when it was made, and lets it be due at once. `forget`: how it stood is of no meaning any more.
   * Whoever is looking at it meanwhile settles nothing. False: there is none.
   */
  save(rule: AlertRule, given: { readonly forget: boolean }): Promise<boolean>;
  delete(id: string): Promise<boolean>;
  /** Takes enabled rules that are due and that nobody holds, the longest due first; with `id` that one, due or not. */
  claim(given: { now: number; until: number; limit: number; id?: string }): Promise<ClaimedAlert[]>;
  /** Writes how a claimed rule stands. False: it was changed, or somebody else holds it now, and nothing was written. */
  settle(given: {
    id: string;
    claimedUntil: number;
    state: AlertState;
    /** Null: it is still held. */
    nextAt: number | null;
  }): Promise<boolean>;
}
