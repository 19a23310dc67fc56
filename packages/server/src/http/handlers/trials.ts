import type { RunTrial } from "../../trials/trials.ts";
import type { ContractImplementer } from "../router.ts";

export interface TrialsHandlersGiven {
  readonly runTrial: RunTrial;
  readonly deliveriesSettled: () => Promise<void>;
}

export function trialsHandlers(
  api: ContractImplementer,
  { runTrial, deliveriesSettled }: TrialsHandlersGiven,
) {
  return {
    run: api.trials.run.handler(async ({ input }) => {
      await deliveriesSettled();
      return runTrial(input);
    }),
  };
}
