import {
  type BodyKind,
  type WebhookTriggerConfig,
  type WorkflowDocument,
  webhookTriggerSchema,
} from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import { type AnswerDocs, answersDocs } from "./answers-docs.ts";
import { type CallersDocs, callersDocs } from "./auth-docs.ts";
import { type FieldDocs, fieldsDocs } from "./fields-docs.ts";

/** All that a sender is told of a trigger. */
export interface TriggerDocs {
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly mode: "async" | "sync";
  readonly bodies: readonly BodyKind[];
  readonly limitBytes: number;
  readonly callers: CallersDocs;
  readonly fields: readonly FieldDocs[];
  /** JSON Schema that the body has to meet, beside the fields. */
  readonly schema: Json | undefined;
  readonly example: { readonly query: string; readonly headers: string; readonly body: string };
  readonly answers: readonly AnswerDocs[];
  /** Synchronous: how long the sender waits, and for what then. */
  readonly deadline: { readonly seconds: number; readonly answer: "504" | "202" };
  readonly trigger: WebhookTriggerConfig;
}

const defaultBodyBytes = 1024 * 1024;

/** What a draft holds that is no trigger yet is left out. */
export function triggerDocs(document: WorkflowDocument, { url }: { url: string }): TriggerDocs {
  const parsed = webhookTriggerSchema.safeParse(document.trigger.config);
  const trigger = parsed.success ? parsed.data : webhookTriggerSchema.parse({});
  const { query = "", headers = "", body = "" } = trigger.examples ?? {};
  return {
    name: document.name,
    description: trigger.docs?.description ?? "",
    url,
    mode: document.mode,
    bodies: trigger.accept ?? ["json"],
    limitBytes: trigger.limits?.bodyBytes ?? defaultBodyBytes,
    callers: callersDocs(trigger.auth),
    fields: fieldsDocs(trigger.variables, trigger.contract?.schema),
    schema: trigger.contract?.schema,
    example: { query, headers, body },
    answers: answersDocs(document, trigger),
    deadline: { seconds: trigger.sync?.timeoutSeconds ?? 30, answer: trigger.sync?.onTimeout ?? "504" },
    trigger,
  };
}
