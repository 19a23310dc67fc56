import type { Events } from "../../events/events.ts";
import { pageLimit } from "../page.ts";
import type { ContractImplementer } from "../router.ts";

export interface EventsHandlersGiven {
  readonly events: Events;
}

export function eventsHandlers(api: ContractImplementer, { events }: EventsHandlersGiven) {
  return {
    publish: api.events.publish.handler(({ input }) =>
      events.publish({
        ...{ type: input.event, source: "api", data: input.payload ?? input.data ?? null },
        ...{ id: input.id, userId: input.user_id },
        occurredAt: input.timestamp === undefined ? undefined : Date.parse(input.timestamp),
      }),
    ),
    list: api.events.list.handler(({ input }) => events.list({ ...input, limit: pageLimit(input) })),
    get: api.events.get.handler(({ input }) => events.get(input.id)),
  };
}
