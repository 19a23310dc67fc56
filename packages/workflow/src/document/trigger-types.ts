import type { z } from "zod";
import type { Text } from "../node-contract/texts.ts";
import { callTriggerSchema, eventTriggerSchema, scheduleTriggerSchema } from "./triggers.ts";
import { webhookTriggerSchema } from "./webhook-trigger.ts";

export interface TriggerType {
  readonly title: Text;
  readonly config: z.ZodType;
  /** Somebody may wait for the answer of a synchronous workflow. */
  readonly hasCaller: boolean;
}

/** The ways in which an execution can start, by the type of the trigger. */
export const triggerTypes = {
  webhook: { title: { en: "Webhook", fr: "Webhook" }, config: webhookTriggerSchema, hasCaller: true },
  schedule: {
    title: { en: "Schedule", fr: "Planification" },
    config: scheduleTriggerSchema,
    hasCaller: false,
  },
  event: { title: { en: "Event", fr: "Événement" }, config: eventTriggerSchema, hasCaller: false },
  call: {
    title: { en: "Call from a workflow", fr: "Appel d’un workflow" },
    config: callTriggerSchema,
    hasCaller: true,
  },
} as const satisfies Record<string, TriggerType>;

export type TriggerTypeName = keyof typeof triggerTypes;

export function isTriggerType(type: string): type is TriggerTypeName {
  return Object.hasOwn(triggerTypes, type);
}
