import { oc } from "@orpc/contract";
import { z } from "zod";
import { givenTimeSchema, pageInput, pageOf } from "../schemas/common.ts";
import { catalogueEventSchema, describeEventSchema, eventTypeDetailSchema } from "../schemas/event-types.ts";
import { messageSchema, messageStatusSchema, messageSummarySchema } from "../schemas/messages.ts";
import {
  attemptSchema,
  newSubscriptionSchema,
  productsManagerLogsSchema,
  signingSchema,
  subscriptionChangeSchema,
  subscriptionSchema,
  subscriptionTestSchema,
  subscriptionWithSecretSchema,
} from "../schemas/webhooks.ts";

const tags = ["Webhooks"];
const byId = z.object({ id: z.string() });
const byType = z.object({ type: z.string().max(128) });
const flag = z.enum(["true", "false"]).transform((text) => text === "true");

export const webhooks = {
  list: oc
    .route({
      method: "GET",
      path: "/webhooks",
      tags,
      summary: "Subscriptions to events, the last made first",
      description: "`active` and its other name `is_active` choose those that are on or off.",
    })
    .input(z.object({ ...pageInput, active: flag.optional(), is_active: flag.optional() }))
    .output(pageOf(subscriptionSchema)),
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
      description:
        "What is left out stays. Switching it on again also forgets why it was disabled. A URL of another scheme, host or port needs the headers anew, 400 `invalid-request` otherwise: their values were meant for the former one.",
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
      description:
        "For `keepOldForSeconds` messages of the format `standard` carry the signatures of both; left out, it is a day. The other formats have room for one signature: left out, it is 0, and the new secret signs at once; else the old one signs alone until then (`oldSecretsUntil`). `signing` changes between a secret and a key pair.",
    })
    .input(
      byId.extend({
        keepOldForSeconds: z.int().min(0).max(2_592_000).optional(),
        secret: z.string().min(1).max(500).optional(),
        signing: signingSchema.optional(),
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
      description:
        'Subscriptions of the format `products-manager` answer in that product\'s shape, which has no place for a cursor: where there are more, the header `Link` names the next page (`rel="next"`, RFC 8288).',
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
    .input(byId.extend({ since: givenTimeSchema, until: givenTimeSchema.optional() }))
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
  messages: oc
    .route({
      method: "GET",
      path: "/webhooks/messages",
      tags,
      summary: "Messages of all subscriptions, the last made first",
    })
    .input(
      z.object({
        ...pageInput,
        subscriptionId: z.string().optional(),
        eventId: z.string().max(200).optional(),
        status: messageStatusSchema.optional(),
        event: z.string().max(128).optional(),
      }),
    )
    .output(pageOf(messageSummarySchema)),
  message: oc
    .route({ method: "GET", path: "/webhooks/messages/{id}", tags, summary: "One message, with its body" })
    .input(byId)
    .output(messageSchema),
  available: oc
    .route({
      method: "GET",
      path: "/webhooks/events/available",
      tags,
      summary: "Events that can be subscribed to, by name",
      description: "`q` is a part of the name.",
    })
    .input(z.object({ ...pageInput, q: z.string().max(128).optional() }))
    .output(pageOf(catalogueEventSchema)),
  eventType: oc
    .route({
      method: "GET",
      path: "/webhooks/events/{type}",
      tags,
      summary: "One type of event, with who subscribes to it and which workflows it starts",
    })
    .input(byType)
    .output(eventTypeDetailSchema),
  describeEvent: oc
    .route({
      method: "PUT",
      path: "/webhooks/events/{type}",
      tags,
      summary: "Describe a type of event, with the JSON Schema of its data",
      description:
        "With `onMismatch: refuse`, an event whose data does not meet the schema is answered 422 `event-refused`, and an Emit step fails; else it is taken, and the answer names the violations.",
    })
    .input(describeEventSchema)
    .output(catalogueEventSchema),
  forgetEvent: oc
    .route({
      method: "DELETE",
      path: "/webhooks/events/{type}",
      tags,
      successStatus: 204,
      summary: "Take a type of event out of the catalogue; one that is published again is learned anew",
    })
    .input(byType),
};
