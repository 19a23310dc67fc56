import type { Alerts } from "../../watching/alerts.ts";
import type { ContractImplementer } from "../router.ts";

export interface AlertsHandlersGiven {
  readonly alerts: Alerts;
}

export function alertsHandlers(api: ContractImplementer, { alerts }: AlertsHandlersGiven) {
  return {
    list: api.alerts.list.handler(async () => ({ items: await alerts.list(), mail: alerts.mail })),
    create: api.alerts.create.handler(({ input }) => alerts.create(input)),
    offers: api.alerts.offers.handler(async ({ input }) => ({ items: await alerts.offers(input.language) })),
    preview: api.alerts.preview.handler(({ input }) => alerts.preview(input)),
    get: api.alerts.get.handler(({ input }) => alerts.get(input.id)),
    save: api.alerts.save.handler(({ input }) => alerts.save(input)),
    delete: api.alerts.delete.handler(({ input }) => alerts.delete(input.id)),
    mute: api.alerts.mute.handler(({ input: { id, until } }) =>
      alerts.mute({ id, until: until === null ? null : Date.parse(until) }),
    ),
    test: api.alerts.test.handler(async ({ input }) => {
      const { eventId, mails } = await alerts.test(input.id);
      return { eventId, mails: [...mails] };
    }),
  };
}
