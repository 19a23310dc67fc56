import { eventTriggerSchema, scheduleTriggerSchema, type WorkflowDocument } from "@sluice/workflow/document";
import type { Listening } from "../stores/triggers/store.ts";
import { nextSlot } from "./slots.ts";

/**
 * What a document listens to from the moment on at which it is published. Its trigger has no finding; one that cannot
 * be read all the same listens to nothing.
 */
export function listeningOf({ trigger }: WorkflowDocument, at: number): Listening {
  if (trigger.type === "schedule") {
    const parsed = scheduleTriggerSchema.safeParse(trigger.config);
    if (parsed.success) return { kind: "schedule", ...parsed.data, nextAt: nextSlot(parsed.data, at) };
  }
  if (trigger.type === "event") {
    const parsed = eventTriggerSchema.safeParse(trigger.config);
    if (parsed.success) return { kind: "event", patterns: parsed.data.types };
  }
  return { kind: "none" };
}
