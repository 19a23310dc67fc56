import { oc } from "@orpc/contract";
import { z } from "zod";
import { pageInput, pageOf, timeSchema } from "../schemas/common.ts";
import {
  attemptSchema,
  catalogueEventSchema,
  newSubscriptionSchema,
  productsManagerLogsSchema,
  subscriptionChangeSchema,
  subscriptionSchema,
  subscriptionTestSchema,
  subscriptionWithSecretSchema,
} from "../schemas/webhooks.ts";

const tags = ["Webhooks"];
const byId = z.object({ id: z.string() });
const flag = z.enum(["true", "false"]).transform((text) => text === "true");

export const webhooks = {
  list: oc
    .route({
      method: "GET",
      path: "/webhooks",
      tags,
      summary: "Subscriptions to events, the last made first",
    })
    .input(z.object({ is_active: flag.optional() }))
    .output(z.object({ items: z.array(subscriptionSchema) })),
  create: oc
    .route({
      method: "POST",
      path: "/webhooks",
      tags,
      successStatus: 201,
      summary: "Subscribe a URL to events",
      description: "The answer holds the secret that messages are signed with: it is shown this once.",
    })
    .input(newSubscriptionSchema)
    .output(subscriptionWithSecretSchema),
  get: oc
    .route({ method: "GET", path: "/webhooks/{id}", tags, summary: "One subscription" })
    .input(byId)
    .output(subscriptionSchema),
  replace: oc
    .route({
      method: "PUT",
      path: "/webhooks/{id}",
      tags,
      summary: "Change a subscription",
      description: "What is left out stays. Switching it on again also forgets why it was disabled.",
    })
    .input(subscriptionChangeSchema.extend(byId.shape))
    .output(subscriptionSchema),
  change: oc
    .route({
      method: "PATCH",
      path: "/webhooks/{id}",
      tags,
      summary: "Change a subscription: the same as PUT",
    })
    .input(subscriptionChangeSchema.extend(byId.shape))
    .output(subscriptionSchema),
  delete: oc
    .route({
      method: "DELETE",
      path: "/webhooks/{id}",
      tags,
      successStatus: 204,
      summary: "End a subscription, with the messages that wait for it",
    })
    .input(byId),
  rotateSecret: oc
    .route({
      method: "POST",
      path: "/webhooks/{id}/rotate-secret",
      tags,
      summary: "Give a subscription a new secret",
      description: "For `keepOldForSeconds` (a day when left out) messages carry the signatures of both.",
    })
    .input(
      byId.extend({
        keepOldForSeconds: z.int().min(0).max(2_592_000).default(86_400),
        secret: z.string().min(1).max(500).optional(),
      }),
    )
    .output(subscriptionWithSecretSchema),
  test: oc
    .route({
      method: "POST",
      path: "/webhooks/{id}/test",
      tags,
      summary: "Send `webhook.test` now, once, and tell what came of it",
    })
    .input(byId)
    .output(subscriptionTestSchema),
  attempts: oc
    .route({ method: "GET", path: "/webhooks/{id}/attempts", tags, summary: "Attempts, the newest first" })
    .input(byId.extend({ ...pageInput, messageId: z.string().optional() }))
    .output(pageOf(attemptSchema)),
  logs: oc
    .route({
      method: "GET",
      path: "/webhooks/{id}/logs",
      tags,
      summary: "Attempts, in the shape of the subscription's format",
      description: "Subscriptions of the format `products-manager` answer in that product's shape.",
    })
    .input(byId.extend({ ...pageInput, messageId: z.string().optional() }))
    .output(z.union([productsManagerLogsSchema, pageOf(attemptSchema)])),
  recover: oc
    .route({
      method: "POST",
      path: "/webhooks/{id}/recover",
      tags,
      summary: "Send again what did not arrive of a span of time",
      description: "Events of that span that were never sent or have failed for good; what arrived stays.",
    })
    .input(byId.extend({ since: timeSchema, until: timeSchema.optional() }))
    .output(z.object({ messages: z.int() })),
  resend: oc
    .route({
      method: "POST",
      path: "/webhooks/messages/{id}/resend",
      tags,
      summary: "Send one message again, with all its attempts",
    })
    .input(byId)
    .output(z.object({ id: z.string() })),
  available: oc
    .route({
      method: "GET",
      path: "/webhooks/events/available",
      tags,
      summary: "Events that can be subscribed to",
    })
    .output(z.object({ items: z.array(catalogueEventSchema) })),
  describeEvent: oc
    .route({
      method: "PUT",
      path: "/webhooks/events/{type}",
      tags,
      summary: "Describe an event for those who subscribe to it",
    })
    .input(
      z.object({
        type: z
          .string()
          .regex(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/, "an event type is a dotted name, such as order.paid"),
        description: z.string().max(2000).default(""),
        schema: z.record(z.string(), z.json()).nullable().default(null),
        example: z.json().nullable().default(null),
      }),
    )
    .output(catalogueEventSchema),
};
