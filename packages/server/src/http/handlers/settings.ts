import type { ErrorWorkflow } from "../../failures/error-workflow.ts";
import type { Settings } from "../../settings/settings.ts";
import type { ContractImplementer } from "../router.ts";

export interface SettingsHandlersGiven {
  readonly settings: Settings;
  readonly errorWorkflow: Pick<ErrorWorkflow, "sendSample">;
}

export function settingsHandlers(api: ContractImplementer, given: SettingsHandlersGiven) {
  const { settings, errorWorkflow } = given;
  return {
    get: api.settings.get.handler(() => settings.get()),
    save: api.settings.save.handler(({ input }) => settings.save(input)),
    testErrorWorkflow: api.settings.testErrorWorkflow.handler(({ input }) =>
      errorWorkflow.sendSample(input.workflowId),
    ),
  };
}
