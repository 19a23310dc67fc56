import type { Held } from "../../held/held.ts";
import type { ContractImplementer } from "../router.ts";

export interface HeldHandlersGiven {
  readonly held: Held;
}

export function heldHandlers(api: ContractImplementer, { held }: HeldHandlersGiven) {
  return {
    run: api.held.run.handler(async ({ input }) => {
      const { id: workflowId, deliveryIds, perMinute = null } = input;
      return { count: await held.run({ workflowId, deliveryIds, perMinute }) };
    }),
    discard: api.held.discard.handler(async ({ input }) => {
      const { id: workflowId, deliveryIds, reason: note } = input;
      return { count: await held.discard({ workflowId, deliveryIds, note }) };
    }),
  };
}
