import {
  type AnswerKind,
  answerKinds,
  type TriggerAnswer,
  type WebhookTriggerConfig,
  type WorkflowDocument,
} from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";

/** One answer of the workflow itself. What is worked out in each execution is shown as a gap (`…`). */
export interface AnswerDocs {
  /** Null: it is worked out in each execution. */
  readonly status: number | null;
  readonly kind: AnswerKind;
  readonly headers: readonly string[];
  readonly body: Json | undefined;
}

const gap = "…";

/** What a sender may be answered when its request was taken: the configured answer, or those of the Responses. */
export function answersDocs(document: WorkflowDocument, trigger: WebhookTriggerConfig): AnswerDocs[] {
  if (document.mode === "async") return [configured(trigger.response)];
  const responses = Object.values(document.nodes).filter(
    ({ type, disabled }) => type === "response" && !disabled,
  );
  const told = responses.map(({ config }) => responseDocs(config));
  return [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
}

function configured(response: TriggerAnswer | undefined): AnswerDocs {
  const kind = response?.kind ?? "text";
  const body = response?.body ?? (kind === "text" ? "ok" : undefined);
  return answerDocs({ kind, status: response?.status, headers: response?.headers, body });
}

function responseDocs(config: JsonObject): AnswerDocs {
  const kind = answerKinds.find((known) => known === config.kind) ?? "json";
  const { status, headers, body } = config;
  return answerDocs({ kind, status, headers, body });
}

function answerDocs(given: {
  kind: AnswerKind;
  status: Json | undefined;
  headers: unknown;
  body: Json | undefined;
}): AnswerDocs {
  const { kind, headers, body } = given;
  const status = given.status === undefined ? (kind === "redirect" ? 302 : 200) : Number(given.status);
  const names = Array.isArray(headers)
    ? headers.map((header: { name?: unknown }) => String(header?.name))
    : [];
  const hasBody = kind !== "empty" && kind !== "redirect";
  return {
    status: Number.isInteger(status) ? status : null,
    kind,
    headers: names.filter((name) => !name.includes("{{")).map((name) => name.toLowerCase()),
    body: hasBody && body !== undefined ? withGaps(body) : undefined,
  };
}

/** Templates say how the workflow works inside: only where they stand is shown. */
function withGaps(value: Json): Json {
  if (typeof value === "string") return value.replace(/\{\{[\s\S]*?(?:\}\}|$)/g, gap);
  if (Array.isArray(value)) return value.map(withGaps);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withGaps(inner)]));
}
