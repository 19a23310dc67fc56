import type { WorkflowDocument } from "@sluice/workflow/document";

/** The smallest workflow that publishes without a finding: it answers every caller with `{ "ok": true }`. */
export function answeringDocument(more: Partial<WorkflowDocument> = {}): WorkflowDocument {
  return {
    format: 1,
    name: "Answers",
    mode: "sync",
    trigger: { type: "webhook", config: {} },
    nodes: { answer: { type: "response", config: { status: 200, kind: "json", body: { ok: true } } } },
    edges: [{ from: "trigger", to: "answer" }],
    ...more,
  };
}

/** The same behind HTTP Basic; the password is on its way in. */
export function guardedDocument(password: string): WorkflowDocument {
  const auth = { any: [{ type: "basic", username: "bob", password: { secret: { value: password } } }] };
  return answeringDocument({ name: "Guarded", trigger: { type: "webhook", config: { auth } } });
}
