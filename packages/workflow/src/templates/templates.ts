import { approval } from "./approval.ts";
import { crmSync } from "./crm-sync.ts";
import { eventRouter } from "./event-router.ts";
import { feedbackTriage } from "./feedback-triage.ts";
import { githubPush } from "./github-push.ts";
import { importAlert } from "./import-alert.ts";
import { paymentCallback } from "./payment-callback.ts";
import type { Template } from "./template.ts";

export type { Template } from "./template.ts";

/** In the order they are shown. */
export const templates: readonly Template[] = [
  paymentCallback,
  importAlert,
  crmSync,
  eventRouter,
  approval,
  githubPush,
  feedbackTriage,
];
