import { PublicError } from "../../errors.ts";
import type { DeliveriesStore } from "../../stores/deliveries/store.ts";
import { pageById } from "../page.ts";
import type { ContractImplementer } from "../router.ts";

export interface DeliveriesHandlersGiven {
  readonly deliveries: DeliveriesStore;
  /** Resolves when the refusals that are on their way to disk have arrived: a list lacks none that was answered. */
  readonly deliveriesSettled: () => Promise<void>;
}

export function deliveriesHandlers(api: ContractImplementer, given: DeliveriesHandlersGiven) {
  const { deliveries, deliveriesSettled } = given;
  return {
    list: api.deliveries.list.handler(async ({ input }) => {
      const { workflowId, verdict, reason } = input;
      await deliveriesSettled();
      return pageById({ ...input, prefix: "dlv" }, (page) =>
        deliveries.list({ workflowId, verdict, reason, ...page }),
      );
    }),
    get: api.deliveries.get.handler(async ({ input }) => {
      await deliveriesSettled();
      const delivery = await deliveries.get(input.id);
      if (!delivery) throw new PublicError("delivery-not-found");
      return delivery;
    }),
  };
}
