import { type BodyKind, type WebhookTriggerConfig, webhookTriggerSchema } from "@sluice/workflow/document";
import { compileVariables, type VariableExtractor } from "@sluice/workflow/variables";
import type { Engine } from "../engine/engine.ts";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { Hook } from "../stores/workflows/store.ts";
import { type AcceptedAnswer, compileAcceptedAnswer } from "./accepted-answer.ts";
import { type BasicCheck, compileBasic } from "./basic-auth.ts";

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
  /** Largest body, in bytes, before and after it is decompressed. */
  readonly bodyLimit: number;
  /** Null: anyone may call. */
  readonly basic: BasicCheck | null;
  readonly extract: VariableExtractor;
  /** Null where nothing runs. */
  readonly plan: Awaited<ReturnType<Engine["plan"]>> | null;
  readonly accepted: AcceptedAnswer;
}

const defaultBodyBytes = 1024 * 1024;

/** The published configuration decides; before the first publish, the draft's. */
export async function compileHook(
  hook: Hook,
  given: { engine: Engine; secrets: SecretReader; maxBodyBytes: number },
): Promise<CompiledHook> {
  const { workflowId, revision, paused, published } = hook;
  const version = published?.version ?? null;
  const document = published?.document ?? hook.draft;
  // Only a draft can be half-written, and a draft runs nothing: its request ends at "not published".
  const parsed = webhookTriggerSchema.safeParse(document.trigger.config);
  const trigger = parsed.success ? parsed.data : webhookTriggerSchema.parse({});
  return {
    workflowId,
    version,
    paused,
    isWebhook: document.trigger.type === "webhook",
    mode: document.mode,
    trigger,
    accepts: trigger.accept ?? ["json"],
    bodyLimit: Math.min(trigger.limits?.bodyBytes ?? defaultBodyBytes, given.maxBodyBytes),
    basic: await compileBasic(trigger.auth?.any ?? [], { workflowId, secrets: given.secrets }),
    extract: compileVariables(trigger.variables),
    plan: published ? await given.engine.plan({ workflowId, version, revision, document }) : null,
    accepted: compileAcceptedAnswer(trigger.response),
  };
}
