import { type Alert, type AlertCondition, alertConditionSchema, type NewAlert } from "@sluice/api/schemas";

export const alertKinds = [
  ...(["no-delivery", "failure-rate", "refusals", "queue-age"] as const),
  ...(["waiting-at-limit", "subscription-disabled", "disk"] as const),
];
export type AlertKind = AlertCondition["kind"];

/** A rule as it stands in the form: what other kinds need stays while one is chosen. Null: the field is empty. */
export interface AlertDraft {
  readonly name: string;
  readonly kind: AlertKind;
  readonly workflowId: string | null;
  readonly percent: number | null;
  readonly refusedPercent: number | null;
  readonly minutes: number | null;
  readonly atLeast: number | null;
  readonly seconds: number | null;
  /** In `quietUnit`. */
  readonly quietFor: number | null;
  readonly quietUnit: "minutes" | "hours";
  readonly count: number | null;
  readonly below: number | null;
  readonly unit: "percent" | "megabytes";
  readonly enabled: boolean;
  readonly recipients: readonly string[];
  readonly language: "en" | "fr";
  readonly repeatMinutes: number | null;
}

export function newAlertDraft(language: "en" | "fr"): AlertDraft {
  return {
    ...{ name: "", kind: "no-delivery", workflowId: null, enabled: true, recipients: [], language },
    ...{ percent: 20, refusedPercent: null, minutes: 15, atLeast: 10, seconds: 120, repeatMinutes: null },
    ...{ quietFor: 24, quietUnit: "hours", count: 100, below: 10, unit: "percent" },
  };
}

export function draftOfAlert(alert: Alert): AlertDraft {
  const { name, kind, workflowId, settings, enabled, recipients, language, repeatMinutes } = alert;
  const fresh = newAlertDraft(language);
  const told = { name, kind, workflowId, enabled, recipients, repeatMinutes };
  // What the server keeps is what its schema let through.
  const condition = alertConditionSchema.parse({ kind, workflowId, settings });
  switch (condition.kind) {
    case "no-delivery": {
      const { minutes } = condition.settings;
      const inHours = minutes % 60 === 0;
      const quietFor = inHours ? minutes / 60 : minutes;
      return { ...fresh, ...told, quietFor, quietUnit: inHours ? "hours" : "minutes" };
    }
    case "refusals": {
      const { percent, ...settings } = condition.settings;
      return { ...fresh, ...told, ...settings, refusedPercent: percent };
    }
    default:
      return { ...fresh, ...told, ...condition.settings };
  }
}

/** What is watched, once everything that its kind needs is there and may be. */
export function conditionOf(draft: AlertDraft): AlertCondition | undefined {
  const { kind } = draft;
  const scoped = kind === "failure-rate" || kind === "refusals" || kind === "no-delivery";
  const workflowId = scoped ? draft.workflowId : null;
  const parsed = alertConditionSchema.safeParse({ kind, workflowId, settings: settingsOf(draft) });
  return parsed.success ? parsed.data : undefined;
}

function settingsOf(draft: AlertDraft): object {
  const { percent, refusedPercent, minutes, atLeast, seconds, count, below, unit } = draft;
  switch (draft.kind) {
    case "failure-rate":
      return { percent, minutes, atLeast };
    case "refusals":
      return { percent: refusedPercent, minutes, atLeast };
    case "queue-age":
      return { seconds };
    case "no-delivery":
      return { minutes: (draft.quietFor ?? 0) * (draft.quietUnit === "hours" ? 60 : 1) };
    case "waiting-at-limit":
      return { count };
    case "disk":
      return { below, unit };
    case "subscription-disabled":
      return {};
  }
}

/** What goes to the API; undefined: something is missing. */
export function alertOf(draft: AlertDraft): NewAlert | undefined {
  const condition = conditionOf(draft);
  const { enabled, recipients, language, repeatMinutes } = draft;
  const name = draft.name.trim();
  if (condition === undefined || name === "") return undefined;
  return { ...condition, name, enabled, recipients: [...recipients], language, repeatMinutes };
}
