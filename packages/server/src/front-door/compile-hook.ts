import type { BodyKind, WebhookTriggerConfig, WorkflowDocument } from "@sluice/workflow/document";
import { type CompiledSchema, compileSchema } from "@sluice/workflow/json-schema";
import { compileVariables, type VariableExtractor } from "@sluice/workflow/variables";
import type { Engine } from "../engine/engine.ts";
import { redactorOf } from "../engine/redact.ts";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { Hook } from "../stores/workflows/store.ts";
import { type AcceptedAnswer, compileAcceptedAnswer } from "./accepted-answer.ts";
import { compileSenders, type SendersGiven } from "./auth/compile-senders.ts";
import { type HiddenParts, hiddenPartsOf } from "./auth/hidden-parts.ts";
import type { Senders } from "./auth/senders.ts";
import { compileDedupeKey, type DedupeKey } from "./dedupe.ts";
import { compileFilter, type Filter } from "./filter.ts";
import { compileGuards, type HookGuards } from "./guards/guards.ts";
import { compileHandshakes, type Handshakes } from "./handshakes.ts";
import { nobody, readDraft, readPublished } from "./read-trigger.ts";
import { compileSearchKeys, type SearchKeysOf } from "./search-keys.ts";

/** What decides about the requests to one trigger URL, made ready once per version. */
export interface CompiledHook {
  readonly workflowId: string;
  /** Null: it was never published (or is no more), nothing runs. */
  readonly version: number | null;
  readonly paused: boolean;
  /** False: clock, events or other workflows start it, never a request. */
  readonly isWebhook: boolean;
  readonly mode: "async" | "sync";
  readonly trigger: WebhookTriggerConfig;
  readonly accepts: readonly BodyKind[];
  /** Null: senders are not shown what this trigger takes. */
  readonly documented: WorkflowDocument | null;
  /** Largest body, in bytes, before and after it is decompressed. */
  readonly bodyLimit: number;
  /** Addresses, rates and origins. */
  readonly guards: HookGuards;
  /** Null: anyone may call. */
  readonly senders: Senders | null;
  /** What of a request carries a credential of this trigger. */
  readonly hidden: HiddenParts;
  readonly handshakes: Handshakes;
  readonly extract: VariableExtractor;
  /** Null: the body need not meet any. */
  readonly schema: CompiledSchema | null;
  /** Null where nothing runs. */
  readonly plan: Awaited<ReturnType<Engine["plan"]>> | null;
  readonly accepted: AcceptedAnswer;
  readonly searchKeys: SearchKeysOf;
  /** Null: every request is wanted. */
  readonly filter: Filter | null;
  /** Null: nothing is a duplicate. */
  readonly dedupeKey: DedupeKey | null;
  /** Requests are stored while it is paused, and run when a person says so. */
  readonly holds: boolean;
}

const defaultBodyBytes = 1024 * 1024;

/**
 * The published configuration decides; before the first publish, the draft's. Throws `trigger-unreadable` for a published one
 * that cannot be read: nobody knows then whom it lets in.
 */
export async function compileHook(
  hook: Hook,
  given: { engine: Pick<Engine, "plan">; secrets: SecretReader; maxBodyBytes: number } & Omit<
    SendersGiven,
    "workflowId"
  >,
): Promise<CompiledHook> {
  const { workflowId, revision, paused, published } = hook;
  const version = published?.version ?? null;
  const document = published?.document ?? hook.draft;
  const isWebhook = document.trigger.type === "webhook";
  const read = readDraft(document.trigger);
  const { auth, hidden } = read;
  const trigger = published && isWebhook ? readPublished(document.trigger) : read.trigger;
  const plan = published ? await given.engine.plan({ workflowId, version, revision, document }) : null;
  return {
    workflowId,
    version,
    paused,
    isWebhook,
    mode: document.mode,
    trigger,
    accepts: trigger.accept ?? ["json"],
    documented: trigger.docs?.public ? document : null,
    bodyLimit: Math.min(trigger.limits?.bodyBytes ?? defaultBodyBytes, given.maxBodyBytes),
    guards: compileGuards(trigger),
    senders: auth === null ? nobody : await compileSenders(auth, { ...given, workflowId }),
    hidden: hiddenPartsOf(hidden, trigger.handshakes ?? []),
    handshakes: await compileHandshakes(trigger.handshakes ?? [], { workflowId, secrets: given.secrets }),
    extract: compileVariables(trigger.variables),
    schema: trigger.contract?.schema === undefined ? null : compileSchema(trigger.contract.schema),
    plan,
    accepted: compileAcceptedAnswer(trigger.response),
    searchKeys: compileSearchKeys(document.settings?.searchKeys ?? []),
    filter: compileFilter(trigger, plan ?? { redactor: redactorOf([]) }),
    dedupeKey: compileDedupeKey(trigger),
    holds: paused && plan !== null && trigger.whenPaused === "hold" && document.mode === "async",
  };
}
