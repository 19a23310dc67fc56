import type { z } from "zod";
import { callTriggerSchema, eventTriggerSchema, scheduleTriggerSchema } from "./triggers.ts";
import { webhookTriggerSchema } from "./webhook-trigger.ts";

export interface TriggerType {
  readonly config: z.ZodType;
  /** Somebody may wait for the answer of a synchronous workflow. */
  readonly hasCaller: boolean;
}

/** The ways in which an execution can start, by the type of the trigger. */
export const triggerTypes = {
  webhook: { config: webhookTriggerSchema, hasCaller: true },
  schedule: { config: scheduleTriggerSchema, hasCaller: false },
  event: { config: eventTriggerSchema, hasCaller: false },
  call: { config: callTriggerSchema, hasCaller: true },
} as const satisfies Record<string, TriggerType>;

export type TriggerTypeName = keyof typeof triggerTypes;

export function isTriggerType(type: string): type is TriggerTypeName {
  return Object.hasOwn(triggerTypes, type);
}
