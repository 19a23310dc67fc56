import { z } from "zod";
import { triggerVariableSchema } from "./webhook-trigger.ts";

const variables = z.array(triggerVariableSchema).max(500).default([]);

/**
 * What expressions see of a schedule under `trigger`: the moment it was due (RFC 3339, UTC), its time zone, and whether it is
 * started late.
 */
export const scheduleVariables = ["scheduledAt", "timeZone", "missed"] as const;

/**
 * Starts the workflow by the clock. `cron` has five parts (minute, hour, day, month, weekday), or
 * six with the second before them; `check` says what is wrong with it.
 */
export const scheduleTriggerSchema = z.strictObject({
  cron: z.string().min(1).max(200),
  /** IANA name: `Europe/Paris`. */
  timeZone: z.string().min(1).max(64).default("UTC"),
  /** What is made up for after a time without a process: nothing, the newest moment, or all of them. */
  missed: z.enum(["skip", "once", "all"]).default("skip"),
});

/**
 * A dotted event name in which `*` stands for exactly one part, and at the end for everything below: `invoice.*` takes
 * `invoice.paid` and `invoice.line.added`, and not `invoice`.
 */
export const eventPatternSchema = z
  .string()
  .min(1, { error: "name the event", abort: true })
  .max(128)
  .regex(
    /^(\*|[a-z0-9_]+)(\.(\*|[a-z0-9_]+))*$/,
    "an event type is a dotted name, such as order.paid; * stands for one part, and at the end for all below",
  );

/** Starts the workflow with each event of these types. The variables are taken from its data, as `body`. */
export const eventTriggerSchema = z.strictObject({
  types: z.array(eventPatternSchema).min(1, "name an event").max(50),
  variables,
});

/**
 * Started by other workflows (`call`). The variables are taken from the input, as `body`; without any, every field of
 * the input is a variable.
 */
export const callTriggerSchema = z.strictObject({ variables });

export type ScheduleTriggerConfig = z.infer<typeof scheduleTriggerSchema>;
export type EventTriggerConfig = z.infer<typeof eventTriggerSchema>;
export type CallTriggerConfig = z.infer<typeof callTriggerSchema>;
