import { eventTypeSchema } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { timeSchema } from "./common.ts";

/** Largest data of an event, in bytes of its JSON text. */
export const maxEventBytes = 1024 * 1024;

/** Events that Sluice itself publishes: nobody else may. */
export const ownEventTypes: ReadonlySet<string> = new Set([
  "alert.firing",
  "alert.resolved",
  "delivery.refused",
  "execution.failed",
  "execution.succeeded",
  "subscription.disabled",
  "webhook.test",
  "workflow.paused",
  "workflow.published",
  "workflow.resumed",
]);

/** A sender's own id of an event: printable ASCII without spaces. */
export const eventIdSchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, "an id is 1 to 200 printable ASCII characters without spaces");

/** `payload` and `data` are two names of the same. */
export const publishEventSchema = z
  .strictObject({
    event: eventTypeSchema,
    payload: z.json().optional(),
    data: z.json().optional(),
    /** The same event twice under one id is one event; another one under it is answered 409 `event-id-taken`. */
    id: eventIdSchema.optional(),
    /** When it happened, RFC 3339; left out: now. */
    timestamp: z.iso.datetime({ offset: true, message: "a timestamp is an RFC 3339 date-time" }).optional(),
    user_id: z
      .union([z.string().min(1).max(200), z.int()])
      .transform(String)
      .optional(),
  })
  .superRefine(({ event, payload, data }, context) => {
    if (payload !== undefined && data !== undefined) {
      context.addIssue({ code: "custom", path: ["data"], message: "give payload or data, not both" });
    }
    if (ownEventTypes.has(event)) {
      context.addIssue({
        code: "custom",
        path: ["event"],
        message: `${event} is published by Sluice itself`,
      });
    }
  });

/** What of an event's data is not as the schema of its type says. */
const eventViolationsSchema = z.array(z.object({ path: z.string(), expected: z.string(), got: z.string() }));

export const publishedEventSchema = z.object({
  id: z.string(),
  /** There was an event of this id already: nothing was stored. */
  duplicate: z.boolean(),
  /** Left out where everything fits, or the type has no schema. */
  violations: eventViolationsSchema.optional(),
});

export const eventSummarySchema = z.object({
  id: z.string(),
  type: z.string(),
  /** `api`: a call; `emit`: a step; `sluice`: the server itself. */
  source: z.enum(["api", "emit", "sluice"]),
  occurredAt: timeSchema,
  receivedAt: timeSchema,
  userId: z.string().nullable(),
  /** The execution that emitted it, or that it tells about. */
  executionId: z.string().nullable(),
  /** Null: what listens to it is still to be started. */
  fannedOutAt: timeSchema.nullable(),
  /** `event-loop`: it follows from more than 16 events, one after another, so that nothing was started. */
  stopped: z.enum(["event-loop"]).nullable(),
  /** Workflows that it started, and those that listen to it and were not. */
  started: z.int(),
  refused: z.int(),
  /** To how many webhooks out it goes or went. */
  messages: z.int(),
});
export type EventSummary = z.infer<typeof eventSummarySchema>;

export const eventSchema = eventSummarySchema.extend({
  data: z.json(),
  /** By the schema that its type has now. */
  violations: eventViolationsSchema,
  /** What it started; `problem`: why a workflow that listens was not. */
  starts: z.array(
    z.object({
      workflowId: z.string(),
      executionId: z.string().nullable(),
      problem: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
});
export type Event = z.infer<typeof eventSchema>;
