import type { Attempt } from "@sluice/api/schemas";
import type { EventTypes } from "../../subscriptions/event-types.ts";
import type { Messages } from "../../subscriptions/messages.ts";
import type { Subscriptions } from "../../subscriptions/subscriptions.ts";
import { pageById, pageLimit } from "../page.ts";
import type { ContractImplementer } from "../router.ts";

export interface WebhooksHandlersGiven {
  readonly subscriptions: Subscriptions;
  readonly eventTypes: EventTypes;
  readonly messages: Messages;
}

export function webhooksHandlers(
  api: ContractImplementer,
  { subscriptions, eventTypes, messages }: WebhooksHandlersGiven,
) {
  return {
    list: api.webhooks.list.handler(({ input }) =>
      pageById({ ...input, prefix: "wh" }, (asked) =>
        subscriptions.list({ active: input.active, is_active: input.is_active, ...asked }),
      ),
    ),
    create: api.webhooks.create.handler(({ input }) => subscriptions.create(input)),
    get: api.webhooks.get.handler(({ input }) => subscriptions.get(input.id)),
    replace: api.webhooks.replace.handler(({ input }) => subscriptions.change(input)),
    change: api.webhooks.change.handler(({ input }) => subscriptions.change(input)),
    delete: api.webhooks.delete.handler(({ input }) => subscriptions.delete(input.id)),
    rotateSecret: api.webhooks.rotateSecret.handler(({ input }) => subscriptions.rotateSecret(input)),
    test: api.webhooks.test.handler(({ input }) => subscriptions.test(input.id)),
    attempts: api.webhooks.attempts.handler(({ input }) => {
      const { id, messageId } = input;
      return pageById({ ...input, prefix: "att" }, (asked) =>
        subscriptions.attempts({ id, messageId, ...asked }),
      );
    }),
    logs: api.webhooks.logs.handler(async ({ input, context }) => {
      const { id, messageId } = input;
      const { format } = await subscriptions.get(id);
      const page = await pageById({ ...input, prefix: "att" }, (asked) =>
        subscriptions.attempts({ id, messageId, ...asked }),
      );
      if (format !== "products-manager") return page;
      if (page.nextCursor !== null) {
        const query = new URLSearchParams({
          ...{ limit: String(pageLimit(input)), cursor: page.nextCursor },
          ...(messageId === undefined ? {} : { messageId }),
        });
        context.response.setHeader("link", `</api/v1/webhooks/${id}/logs?${query}>; rel="next"`);
      }
      return { status: "success" as const, data: { logs: page.items.map(toProductsManagerLog) } };
    }),
    recover: api.webhooks.recover.handler(async ({ input }) => {
      const { id, since, until } = input;
      const span = { since: Date.parse(since), until: until === undefined ? undefined : Date.parse(until) };
      return { messages: await subscriptions.recover({ id, ...span }) };
    }),
    resend: api.webhooks.resend.handler(async ({ input }) => {
      await subscriptions.resend(input.id);
      return { id: input.id };
    }),
    messages: api.webhooks.messages.handler(({ input }) => {
      const { subscriptionId, eventId, status, event: eventType } = input;
      return pageById({ ...input, prefix: "msg" }, (asked) =>
        messages.list({ subscriptionId, eventId, status, eventType, ...asked }),
      );
    }),
    message: api.webhooks.message.handler(({ input }) => messages.get(input.id)),
    available: api.webhooks.available.handler(({ input }) =>
      eventTypes.list({ ...input, limit: pageLimit(input) }),
    ),
    eventType: api.webhooks.eventType.handler(({ input }) => eventTypes.get(input.type)),
    describeEvent: api.webhooks.describeEvent.handler(({ input }) => eventTypes.describe(input)),
    forgetEvent: api.webhooks.forgetEvent.handler(({ input }) => eventTypes.forget(input.type)),
  };
}

function toProductsManagerLog({
  timestamp,
  event,
  http_status,
  response_time_ms,
  retry_count,
  error,
}: Attempt) {
  return {
    ...{ timestamp, event, http_status, response_time_ms, retry_count },
    ...(error === null ? {} : { error: error.message }),
  };
}
