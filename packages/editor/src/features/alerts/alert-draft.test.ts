import type { Alert } from "@sluice/api/schemas";
import { describe, expect, it } from "vitest";
import { alertKinds, alertOf, conditionOf, draftOfAlert, newAlertDraft } from "./alert-draft.ts";

const stored = (more: Partial<Alert>): Alert => ({
  ...{ id: "alr_1", kind: "disk", workflowId: null, settings: {}, name: "Watched", enabled: true },
  ...{ recipients: ["a@b.example"], language: "fr", repeatMinutes: 60, mutedUntil: null, state: "ok" },
  ...{ firingSince: null, evaluatedAt: null, measure: null, problem: null, createdAt: "", updatedAt: "" },
  ...more,
});

describe("a rule in the form", () => {
  it.each<[Alert["kind"], string | null, Alert["settings"]]>([
    ["failure-rate", "wf_1", { percent: 5, minutes: 30, atLeast: 3 }],
    ["refusals", null, { percent: null, minutes: 30, atLeast: 3 }],
    ["no-delivery", "wf_1", { minutes: 2880 }],
    ["no-delivery", "wf_1", { minutes: 90 }],
    ["queue-age", null, { seconds: 5 }],
    ["waiting-at-limit", null, { count: 5 }],
    ["disk", null, { below: 500, unit: "megabytes" }],
    ["subscription-disabled", null, {}],
  ])("goes out as it came: %s of %s", (kind, workflowId, settings) => {
    const { name, enabled, recipients, language, repeatMinutes } = stored({});
    expect(alertOf(draftOfAlert(stored({ kind, workflowId, settings })))).toEqual({
      ...{ kind, workflowId, settings, name, enabled, recipients, language, repeatMinutes },
    });
  });

  it("is complete when its kind has what it needs, and keeps no workflow that its kind does not ask for", () => {
    const draft = { ...newAlertDraft("en"), workflowId: "wf_1", name: " x " };
    for (const kind of alertKinds) expect(alertOf({ ...draft, kind })?.name).toBe("x");
    expect(conditionOf({ ...draft, kind: "disk" })?.workflowId).toBeNull();
    expect(conditionOf({ ...draft, workflowId: null })).toBeUndefined();
    expect(conditionOf({ ...draft, kind: "failure-rate", percent: null })).toBeUndefined();
    expect(conditionOf({ ...draft, quietFor: 1.001 })).toBeUndefined();
    expect(alertOf({ ...draft, name: " " })).toBeUndefined();
  });
});
