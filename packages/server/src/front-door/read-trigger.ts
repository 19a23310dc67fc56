import {
  authMethodSchema,
  type Handshake,
  handshakeSchema,
  type TriggerAuth,
  triggerAuthSchema,
  type WebhookTriggerConfig,
  type WorkflowDocument,
  webhookTriggerSchema,
} from "@sluice/workflow/document";
import { PublicError } from "../errors.ts";
import { createSenders, type Senders } from "./auth/senders.ts";

export interface ReadTrigger {
  readonly trigger: WebhookTriggerConfig;
  /** Who may call; null: that cannot be read, so nobody may. */
  readonly auth: TriggerAuth | null | undefined;
  /** The methods that can be read, also where others cannot: what carries their credentials is never stored. */
  readonly hidden: TriggerAuth | undefined;
}

/** For a trigger whose credentials cannot be read: lets nobody in. */
export const nobody: Senders = createSenders({
  ...{ require: "any", types: [], values: [], tokens: [], signatures: [] },
  challenge: 'ApiKey realm="Sluice"',
});

/** The config of a published webhook trigger. Throws `trigger-unreadable` with the places in its cause. */
export function readPublished({ config }: WorkflowDocument["trigger"]): WebhookTriggerConfig {
  const parsed = webhookTriggerSchema.safeParse(config);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new PublicError("trigger-unreadable", {
    cause: new Error(`the published trigger cannot be read: ${places.join("; ")}`),
  });
}

/**
 * The config of a draft, as far as it can be read: a half-written one runs nothing, and its URL asks for the credentials
 * all the same. That of a trigger of another kind counts for nothing at the door.
 */
export function readDraft({ type, config }: WorkflowDocument["trigger"]): ReadTrigger {
  const parsed = webhookTriggerSchema.safeParse(config);
  if (parsed.success) {
    const { auth } = parsed.data;
    return { trigger: parsed.data, auth, hidden: auth };
  }
  const trigger = webhookTriggerSchema.parse({});
  if (type !== "webhook") return { trigger, auth: undefined, hidden: undefined };
  const auth = triggerAuthSchema.optional().safeParse(config.auth);
  const handshakes = listOf(config.handshakes).flatMap((one): Handshake[] => {
    const known = handshakeSchema.safeParse(one);
    return known.success ? [known.data] : [];
  });
  return {
    trigger: { ...trigger, handshakes },
    auth: auth.success ? auth.data : null,
    hidden: auth.success ? auth.data : { any: methodsOf(config.auth) },
  };
}

function methodsOf(auth: unknown): TriggerAuth["any"] {
  const any = typeof auth === "object" && auth !== null && "any" in auth ? auth.any : [];
  return listOf(any).flatMap((one) => {
    const method = authMethodSchema.safeParse(one);
    return method.success ? [method.data] : [];
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
