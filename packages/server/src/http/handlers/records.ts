import type { Execution } from "@sluice/api/schemas";
import { PublicError } from "../../errors.ts";
import type { DeliveriesStore } from "../../stores/deliveries/store.ts";
import type { ExecutionsStore } from "../../stores/executions/store.ts";
import { pageById } from "../page.ts";
import type { ContractImplementer } from "../router.ts";

export interface RecordsHandlersGiven {
  readonly deliveries: DeliveriesStore;
  /** Resolves when the refusals that are on their way to disk have arrived: a list lacks none that was answered. */
  readonly deliveriesSettled: () => Promise<void>;
  readonly executions: ExecutionsStore;
  /** The record of an execution, also of a running one. */
  readonly readExecution: (id: string) => Promise<Execution | undefined>;
}

export function recordsHandlers(api: ContractImplementer, given: RecordsHandlersGiven) {
  const { deliveries, deliveriesSettled, executions, readExecution } = given;
  return {
    deliveries: {
      list: api.deliveries.list.handler(async ({ input }) => {
        const { workflowId, verdict, reason } = input;
        await deliveriesSettled();
        return pageById(input, (page) => deliveries.list({ workflowId, verdict, reason, ...page }));
      }),
      get: api.deliveries.get.handler(async ({ input }) => {
        await deliveriesSettled();
        const delivery = await deliveries.get(input.id);
        if (!delivery) throw new PublicError("delivery-not-found");
        return delivery;
      }),
    },
    executions: {
      list: api.executions.list.handler(({ input }) => {
        const { workflowId, status } = input;
        return pageById(input, (page) => executions.list({ workflowId, status, ...page }));
      }),
      get: api.executions.get.handler(async ({ input }) => {
        const execution = await readExecution(input.id);
        if (!execution) throw new PublicError("execution-not-found");
        return execution;
      }),
    },
  };
}
